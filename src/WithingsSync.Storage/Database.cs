using SQLitePCL;
using WithingsSync.Storage.Sqlite;

namespace WithingsSync.Storage;

/// <summary>
/// One connection, and the only place that knows which database it is: opening, transactions, and the few words in which dialects differ.
/// The SQL elsewhere stays within what SQLite 3.35 and PostgreSQL 15 share.
/// </summary>
internal sealed class Database : IDisposable
{
    /// <summary>How long a writer waits for another process's transaction.</summary>
    public const int BusySeconds = 30;

    private readonly sqlite3 _handle;
    private readonly string _path;
    private readonly Dictionary<string, Statement> _statements = new(StringComparer.Ordinal);

    private Database(sqlite3 handle, string path)
    {
        _handle = handle;
        _path = path;
    }

    /// <summary>Rows touched by the statement that ran last.</summary>
    public int Changes => raw.sqlite3_changes(_handle);

    public static Database Open(string path)
    {
        var database = Connect(path, path, raw.SQLITE_OPEN_READWRITE);
        try
        {
            // Until an empty file has its tables, there is nothing in it that a power cut could take: six waits for the disk less (docs/performance.md).
            database.Execute(new FileInfo(path).Length == 0 ? "pragma synchronous = off" : "pragma synchronous = normal");
            database.UseWriteAheadLog();
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>From here on a commit outlives the program, and what a checkpoint moved outlives a power cut.</summary>
    public void KeepDurably() => Execute("pragma synchronous = normal");

    public static Database OpenReadOnly(string path)
    {
        var database = Connect(path, path, raw.SQLITE_OPEN_READONLY);
        try
        {
            database.HasTable("schema_version");
            return database;
        }
        catch (ArchiveException exception) when (exception.InnerException is SqliteFailure { Code: raw.SQLITE_CANTOPEN or raw.SQLITE_READONLY } && !File.Exists(path + "-wal"))
        {
            // A folder that cannot hold the log's companion files (a read-only disk): nobody writes there, so the file may be read as it lies.
            database.Dispose();
            return Connect(new Uri(path).AbsoluteUri + "?immutable=1", path, raw.SQLITE_OPEN_READONLY | raw.SQLITE_OPEN_URI);
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>The prepared statement of that text, kept until the connection ends.</summary>
    public Statement Prepare(string sql)
    {
        if (!_statements.TryGetValue(sql, out var statement))
        {
            Check(raw.sqlite3_prepare_v2(_handle, sql, out var handle));
            statement = new Statement(this, handle);
            _statements.Add(sql, statement);
        }

        return statement;
    }

    /// <summary>Runs a script of statements without parameters and without an answer.</summary>
    public void Execute(string script) => Check(raw.sqlite3_exec(_handle, script));

    /// <summary>Does all of the work or nothing, alone among writers from its first read on.</summary>
    public T Write<T>(Func<T> work)
    {
        Execute("begin immediate");
        try
        {
            var result = work();
            Execute("commit");
            return result;
        }
        catch
        {
            // A full disk has rolled back already. What a failing disk says of the rollback would hide its first word; if it fails, the next write says so.
            if (raw.sqlite3_get_autocommit(_handle) == 0)
            {
                _ = raw.sqlite3_exec(_handle, "rollback");
            }

            foreach (var statement in _statements.Values)
            {
                statement.Restart();
            }

            throw;
        }
    }

    /// <summary>
    /// As <see cref="Write{T}"/>, and on the disk when it returns: an upload must not outlive the row that announced it, not even in a power cut. That is
    /// one more wait for the disk, of milliseconds, before a request that takes a hundred times as long.
    /// </summary>
    public T WriteThrough<T>(Func<T> work)
    {
        Execute("pragma synchronous = full");
        try
        {
            return Write(work);
        }
        finally
        {
            // It fails only where a rollback did; then what made that fail is the word to hear.
            _ = raw.sqlite3_exec(_handle, "pragma synchronous = normal");
        }
    }

    public bool HasTable(string name) => Count(Prepare("select count(*) from sqlite_master where type = 'table' and name = $1").Text(name)) == 1;

    public bool IsEmpty() => Count(Prepare("select count(*) from sqlite_master")) == 0;

    public ArchiveException Failure(int code) => new SqliteFailure(code, raw.sqlite3_errmsg(_handle).utf8_to_string()).For(_path);

    /// <summary>What was read is not what was written, though SQLite found nothing wrong with its file.</summary>
    public ArchiveException Damaged(string what, Exception innerException) => new(
        $"In the archive {_path}, {what} are damaged: {innerException.Message} Move the file away and pull again (it fills itself from Withings), or put a backup in its place.", innerException);

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
        {
            statement.Dispose();
        }

        _handle.Dispose();
    }

    private static Database Connect(string name, string path, int flags)
    {
        SqliteNative.Load();
        var code = raw.sqlite3_open_v2(name, out var handle, flags, null!);
        var database = new Database(handle, path);
        try
        {
            database.Check(code);
            database.Check(raw.sqlite3_busy_timeout(handle, BusySeconds * 1000));
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    private static long Count(Statement statement)
    {
        using var rows = statement.Query();
        return rows.Next() ? rows.Integer() : 0;
    }

    /// <summary>Readers and a writer then do not wait for each other. The mode stays with the file; while another process is at work in it, it stays as it is.</summary>
    private void UseWriteAheadLog()
    {
        var code = raw.sqlite3_exec(_handle, "pragma journal_mode = wal");
        if (code != raw.SQLITE_BUSY)
        {
            Check(code);
        }
    }

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK)
        {
            throw Failure(code);
        }
    }
}
