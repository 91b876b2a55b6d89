using WithingsSync.Storage.Server;

namespace WithingsSync.Server.Settings;

/// <summary>Where a server's data is: all that the commands need which manage people on the machine.</summary>
/// <param name="DataFolder">Holds the SQLite file.</param>
/// <param name="DatabaseUrl">A PostgreSQL database instead; it may hold a password.</param>
public sealed record ServerStore(string DataFolder, string? DatabaseUrl)
{
    public string SqliteFile => Path.Combine(DataFolder, "server.db");

    /// <exception cref="ServerSettingsException">A file with settings cannot be read.</exception>
    public static ServerStore Find(ServerPlace place)
    {
        var problems = new List<string>();
        var url = new SettingSources(place, problems).Find(SettingNames.DatabaseUrl);
        return problems.Count == 0 ? new(place.DataFolder, url) : throw new ServerSettingsException(problems);
    }

    /// <summary>Opens the database, made or brought up to date when needed.</summary>
    /// <exception cref="Storage.ArchiveException">It cannot be opened.</exception>
    public ServerDatabase Open(TimeProvider time) => DatabaseUrl is { } url ? ServerDatabase.OpenPostgres(url, time) : ServerDatabase.OpenSqlite(SqliteFile, time);

    /// <summary>Without the address, which may hold a password.</summary>
    public override string ToString() => DatabaseUrl is null ? SqliteFile : "PostgreSQL";
}
