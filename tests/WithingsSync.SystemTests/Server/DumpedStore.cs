using System.Text;
using Npgsql;
using WithingsSync.Storage.Server;

namespace WithingsSync.SystemTests.Server;

/// <summary>Everything a thief of the database would read.</summary>
internal static class DumpedStore
{
    public static async Task<string> TextAsync(ServerWorld world) =>
        world.Get<ServerDatabase>().Postgres is { } source ? await TextAsync(source) : Files(world.Settings.Store.SqliteFile);

    /// <summary>The file and its log, byte by byte, with what was deleted and not yet overwritten.</summary>
    public static string Files(string path) =>
        string.Concat(new[] { path, path + "-wal" }.Where(File.Exists).Select(Read));

    private static string Read(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var buffer = new MemoryStream();
        stream.CopyTo(buffer);
        return Encoding.Latin1.GetString(buffer.ToArray());
    }

    private static async Task<string> TextAsync(NpgsqlDataSource source)
    {
        var tables = new List<string>();
        await using (var list = source.CreateCommand("select tablename from pg_tables where schemaname = current_schema()"))
        {
            await using var rows = await list.ExecuteReaderAsync();
            while (await rows.ReadAsync())
            {
                tables.Add(rows.GetString(0));
            }
        }

        var text = new StringBuilder();
        foreach (var table in tables)
        {
#pragma warning disable CA2100 // The names come from the database's own list.
            await using var all = source.CreateCommand($"""select cast(whole as text) from "{table}" as whole""");
#pragma warning restore CA2100
            await using var rows = await all.ExecuteReaderAsync();
            while (await rows.ReadAsync())
            {
                text.Append(table).Append(' ').AppendLine(rows.GetString(0));
            }
        }

        return text.ToString();
    }
}
