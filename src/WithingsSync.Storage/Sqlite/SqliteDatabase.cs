using SQLitePCL;

namespace WithingsSync.Storage.Sqlite;

/// <summary>A connection to an SQLite file.</summary>
internal sealed class SqliteDatabase : Database
{
    /// <summary>How long a writer waits for another process's transaction.</summary>
    public const int BusySeconds = 30;

    private readonly sqlite3 _handle;
    private readonly string _path;

    private SqliteDatabase(sqlite3 handle, string path)
    {
        _handle = handle;
        _path = path;
    }

    /// <summary>Rows touched by the statement that ran last.</summary>
    public int Changes => raw.sqlite3_changes(_handle);

    public static SqliteDatabase Open(string path)
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

    public static SqliteDatabase OpenReadOnly(string path)
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

    public override void Execute(string script) => Check(raw.sqlite3_exec(_handle, script));

    public override T WriteThrough<T>(Func<T> work)
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

    /// <summary>A writer is alone already.</summary>
    public override void Lock(string name)
    {
    }

    public override bool HasTable(string name) => Count(Prepare("select count(*) from sqlite_master where type = 'table' and name = $1").Text(name)) == 1;

    public override bool IsEmpty() => Count(Prepare("select count(*) from sqlite_master")) == 0;

    public override IReadOnlyList<string> TablesWith(string column) => Texts(Prepare("""
        select tables.name from sqlite_master as tables join pragma_table_info(tables.name) as columns
        where tables.type = 'table' and columns.name = $1 order by tables.name
        """).Text(column));

    /// <summary>Nobody listens.</summary>
    public override void Announce(string channel, string payload)
    {
    }

    /// <summary>Deleted rows were overwritten (<c>secure_delete</c>); what the log still says of them goes when no reader needs it.</summary>
    public override void EraseTraces() => Execute("pragma wal_checkpoint(truncate)");

    public ArchiveException Failure(int code) => new SqliteFailure(code, raw.sqlite3_errmsg(_handle).utf8_to_string()).For(_path);

    public override ArchiveException Damaged(string what, Exception innerException) => new(
        $"In the archive {_path}, {what} are damaged: {innerException.Message} Move the file away and pull again (it fills itself from Withings), or put a backup in its place.", innerException);

    public override string Translate(string script) => script
        .Replace("timestamptz", "text", StringComparison.OrdinalIgnoreCase)
        .Replace("double precision", "real", StringComparison.OrdinalIgnoreCase)
        .Replace("jsonb", "text", StringComparison.OrdinalIgnoreCase)
        .Replace("boolean", "integer", StringComparison.OrdinalIgnoreCase)
        .Replace("default now()", "default (strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))", StringComparison.OrdinalIgnoreCase)
        .Replace("provider_metadata ->> 'withings_user_id'", "json_extract(provider_metadata, '$.withings_user_id')", StringComparison.Ordinal);

    public override string Timestamp(string seconds) => $"strftime('%Y-%m-%dT%H:%M:%SZ', {seconds}, 'unixepoch')";

    public override string Seconds(string timestamp) => $"cast(strftime('%s', {timestamp}) as integer)";

    public override string Json(string text) => text;

    public override string JsonText(string json, string name) => $"json_extract({json}, '$.{name}')";

    protected override Statement Create(string sql)
    {
        Check(raw.sqlite3_prepare_v2(_handle, sql, out var handle));
        return new SqliteStatement(this, handle);
    }

    protected override void Begin() => Execute("begin immediate");

    protected override void Commit() => Execute("commit");

    protected override void Rollback()
    {
        // A full disk has rolled back already. What a failing disk says of the rollback would hide its first word; if it fails, the next write says so.
        if (raw.sqlite3_get_autocommit(_handle) == 0)
        {
            _ = raw.sqlite3_exec(_handle, "rollback");
        }
    }

    protected override void Close() => _handle.Dispose();

    private static SqliteDatabase Connect(string name, string path, int flags)
    {
        SqliteNative.Load();
        var code = raw.sqlite3_open_v2(name, out var handle, flags, null!);
        var database = new SqliteDatabase(handle, path);
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
