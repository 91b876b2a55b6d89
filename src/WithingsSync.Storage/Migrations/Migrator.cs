using System.Globalization;

namespace WithingsSync.Storage.Migrations;

/// <summary>
/// Brings a database to this program's schema: the numbered scripts beside this file, forward only, each in one transaction that other processes wait for.
/// </summary>
internal static class Migrator
{
    private static readonly ScriptSet Records = new("records.", "schema_version");
    private static readonly ScriptSet Server = new("server.", "server_schema_version");

    /// <exception cref="ArchiveException">The file belongs to a newer program, or to another one.</exception>
    public static void Migrate(Database database, string path) => Migrate(database, Records, path);

    /// <summary>The tables of the records, and beside them the server's own.</summary>
    /// <exception cref="ArchiveException">The database belongs to a newer program, or to another one.</exception>
    public static void MigrateServer(Database database, string path)
    {
        Migrate(database, Records, path);
        Migrate(database, Server, path);
    }

    /// <summary>The same demand without writing.</summary>
    /// <exception cref="ArchiveException">The schema is not this program's.</exception>
    public static void Require(Database database, string path)
    {
        var version = Version(database, Records);
        var wanted = Scripts(Records).Length;
        RefuseNewer(version, wanted, path);
        if (version < wanted)
        {
            throw new ArchiveException($"The archive {path} is empty or from an older withings-sync. Pull once to bring it up to date.");
        }
    }

    private static void Migrate(Database database, ScriptSet set, string path)
    {
        var scripts = Scripts(set);
        while (Version(database, set) is var version && version != scripts.Length)
        {
            RefuseNewer(version, scripts.Length, path);
            database.Write(() => ApplyNext(database, set, scripts, path));
        }
    }

    private static int ApplyNext(Database database, ScriptSet set, string[] scripts, string path)
    {
        // Asked again under the lock: another process may just have done it.
        database.Lock("withings-sync schema");
        var version = Version(database, set);
        if (version >= scripts.Length)
        {
            return version;
        }

        if (version == 0 && set == Records && !database.IsEmpty())
        {
            throw new ArchiveException($"{path} is the database of another program. Choose another folder for the archive.");
        }

        database.Execute(database.Translate(Read(scripts[version])));
        return database.Prepare($"insert into {set.VersionTable} (version) values ($1)").Integer(version + 1).Run();
    }

    private static int Version(Database database, ScriptSet set)
    {
        if (!database.HasTable(set.VersionTable))
        {
            return 0;
        }

        using var rows = database.Prepare($"select max(version) from {set.VersionTable}").Query();
        return rows.Next() ? rows.OptionalInt() ?? 0 : 0;
    }

    private static void RefuseNewer(int version, int known, string path)
    {
        if (version > known)
        {
            throw new ArchiveException(string.Create(
                CultureInfo.InvariantCulture, $"The archive {path} was written by a newer withings-sync (schema {version}; this program knows {known}). Update withings-sync."));
        }
    }

    private static string[] Scripts(ScriptSet set)
    {
        var names = Array.FindAll(typeof(Migrator).Assembly.GetManifestResourceNames(), name => name.StartsWith(set.Prefix, StringComparison.Ordinal));
        Array.Sort(names, StringComparer.Ordinal);
        return names;
    }

    private static string Read(string script)
    {
        using var reader = new StreamReader(typeof(Migrator).Assembly.GetManifestResourceStream(script)!);
        return reader.ReadToEnd();
    }

    private sealed record ScriptSet(string Prefix, string VersionTable);
}
