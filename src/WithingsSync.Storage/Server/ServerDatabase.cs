using Npgsql;
using WithingsSync.Storage.Migrations;
using WithingsSync.Storage.Postgres;
using WithingsSync.Storage.Sqlite;

namespace WithingsSync.Storage.Server;

/// <summary>
/// Everything a server keeps: the records of all people, who they are, their grants, and the work under way. One SQLite file for one process, or a PostgreSQL
/// database for several. Every commit is on the disk when it returns.
/// </summary>
public sealed class ServerDatabase : IDisposable
{
    /// <summary>So many connections a process holds to PostgreSQL for its stores; Quartz and the locks have their own.</summary>
    private const int MostSessions = 12;

    private readonly NpgsqlDataSource? _source;

    private ServerDatabase(SessionPool sessions, NpgsqlDataSource? source, bool isPooled = false)
    {
        (Sessions, _source, IsPooled) = (sessions, source, isPooled);
        Records = new Archive(sessions);
    }

    /// <summary>Connections to the PostgreSQL server; null on SQLite.</summary>
    public NpgsqlDataSource? Postgres => _source;

    /// <summary>Whether a pooler (PgBouncer) stands before the PostgreSQL server. It has to keep sessions: locks and announcements live in them.</summary>
    public bool IsPooled { get; }

    /// <summary>What was pulled, and what went where.</summary>
    public Archive Records { get; }

    internal Sessions Sessions { get; }

    /// <summary>Opens or makes the file, brings its schema up to date. A missing folder is made 0700, a missing file 0600.</summary>
    /// <exception cref="ArchiveException">The file cannot be made or opened, belongs to another program, or was written by a newer one.</exception>
    public static ServerDatabase OpenSqlite(string path, TimeProvider time)
    {
        var file = Path.GetFullPath(path);
        ArchiveFile.CreateIfMissing(file);
        using (var first = SqliteDatabase.Open(file))
        {
            Migrator.MigrateServer(first, file);
        }

        return new(new SessionPool(() => Open(file, time), MostSessions, oneWriter: true), source: null);
    }

    /// <summary>Connects, and brings the schema up to date; several nodes may do so at once.</summary>
    /// <param name="connectionString">As Npgsql reads it: <c>Host=…;Database=…;Username=…</c>, or a <c>postgres://</c> address.</param>
    /// <param name="time">Says when a deletion was noticed.</param>
    /// <exception cref="ArchiveException">The server cannot be reached, refuses, or its database was written by a newer program.</exception>
    public static ServerDatabase OpenPostgres(string connectionString, TimeProvider time)
    {
        var source = PostgresAddress.SourceOf(connectionString);
        try
        {
            bool isPooled;
            using (var first = PostgresDatabase.Open(source))
            {
                isPooled = first.IsPooled();
                Migrator.MigrateServer(first, "the PostgreSQL database");
            }

            return new(new SessionPool(() => new Session(PostgresDatabase.Open(source), time, isServer: true), MostSessions, oneWriter: false), source, isPooled);
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    /// <summary>
    /// What was deleted is overwritten at once on SQLite; this empties its log too, unless somebody reads from it at this moment. PostgreSQL clears up by itself.
    /// </summary>
    public Task EraseTracesAsync(CancellationToken cancellationToken) => Sessions.RunAsync(
        session =>
        {
            session.Database.EraseTraces();
            return true;
        },
        cancellationToken);

    public void Dispose()
    {
        Records.Dispose();
        _source?.Dispose();
    }

    private static Session Open(string file, TimeProvider time)
    {
        var database = SqliteDatabase.Open(file);
        database.Execute("pragma synchronous = full; pragma foreign_keys = on; pragma secure_delete = on");
        return new Session(database, time, isServer: true);
    }
}
