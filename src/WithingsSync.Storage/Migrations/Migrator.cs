using System.Globalization;

namespace WithingsSync.Storage.Migrations;

/// <summary>
/// Brings a database to this program's schema: the numbered scripts beside this file, forward only, each in one transaction that other processes wait for.
/// </summary>
internal static class Migrator
{
    /// <exception cref="ArchiveException">The file belongs to a newer program, or to another one.</exception>
    public static void Migrate(Database database, string path)
    {
        var scripts = Scripts();
        while (Version(database) is var version && version != scripts.Length)
        {
            RefuseNewer(version, scripts.Length, path);
            database.Write(() => ApplyNext(database, scripts, path));
        }
    }

    /// <summary>The same demand without writing.</summary>
    /// <exception cref="ArchiveException">The schema is not this program's.</exception>
    public static void Require(Database database, string path)
    {
        var version = Version(database);
        var wanted = Scripts().Length;
        RefuseNewer(version, wanted, path);
        if (version < wanted)
        {
            throw new ArchiveException($"The archive {path} is empty or from an older withings-sync. Pull once to bring it up to date.");
        }
    }

    private static int ApplyNext(Database database, string[] scripts, string path)
    {
        // Asked again under the lock: another process may just have done it.
        var version = Version(database);
        if (version >= scripts.Length)
        {
            return version;
        }

        if (version == 0 && !database.IsEmpty())
        {
            throw new ArchiveException($"{path} is the database of another program. Choose another folder for the archive.");
        }

        database.Execute(Read(scripts[version]));
        return database.Prepare("insert into schema_version (version) values ($1)").Integer(version + 1).Run();
    }

    private static int Version(Database database)
    {
        if (!database.HasTable("schema_version"))
        {
            return 0;
        }

        using var rows = database.Prepare("select max(version) from schema_version").Query();
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

    private static string[] Scripts()
    {
        var names = typeof(Migrator).Assembly.GetManifestResourceNames();
        Array.Sort(names, StringComparer.Ordinal);
        return names;
    }

    private static string Read(string script)
    {
        using var reader = new StreamReader(typeof(Migrator).Assembly.GetManifestResourceStream(script)!);
        return reader.ReadToEnd();
    }
}
