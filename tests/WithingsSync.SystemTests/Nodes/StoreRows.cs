using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace WithingsSync.SystemTests.Nodes;

/// <summary>A server's tables as a third program sees them, on either database.</summary>
internal sealed class StoreRows(string? address, string file)
{
    /// <summary>Rows as texts; a null is empty.</summary>
    public async Task<IReadOnlyList<string[]>> ReadAsync(string sql)
    {
        await using var connection = await OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The tests' own words.
        command.CommandText = sql;
#pragma warning restore CA2100
        await using var rows = await command.ExecuteReaderAsync();
        var all = new List<string[]>();
        while (await rows.ReadAsync())
        {
            all.Add([.. Enumerable.Range(0, rows.FieldCount).Select(at => Convert.ToString(rows.GetValue(at), CultureInfo.InvariantCulture) ?? "")]);
        }

        return all;
    }

    public async Task<long> CountAsync(string table) => long.Parse((await ReadAsync($"select count(*) from {table}"))[0][0], CultureInfo.InvariantCulture);

    public async Task RunAsync(string sql) => await ReadAsync(sql);

    private async Task<DbConnection> OpenAsync()
    {
        DbConnection connection = address is null
            ? new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false, DefaultTimeout = 30 }.ConnectionString)
            : new NpgsqlConnection(new NpgsqlConnectionStringBuilder(address) { Pooling = false }.ConnectionString);
        try
        {
            await connection.OpenAsync();
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
