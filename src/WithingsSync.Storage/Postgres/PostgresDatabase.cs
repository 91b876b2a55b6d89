using System.Data;
using System.Text.RegularExpressions;
using Npgsql;

namespace WithingsSync.Storage.Postgres;

/// <summary>A connection to a PostgreSQL server (15 or later), held open and used by one thread at a time.</summary>
internal sealed partial class PostgresDatabase : Database
{
    /// <summary>So many statements wait for the next at most; what a server answers to them must fit into the buffers between.</summary>
    private const int MostWaiting = 500;

    private readonly NpgsqlConnection _connection;
    private readonly List<NpgsqlBatchCommand> _waiting = [];
    private NpgsqlTransaction? _transaction;
    private PostgresRows? _open;

    private PostgresDatabase(NpgsqlConnection connection) => _connection = connection;

    public override int RowsAtOnce => 32;

    public override bool IsBroken => _connection.FullState is not ConnectionState.Open;

    public override string Clock => "cast(floor(extract(epoch from clock_timestamp()) * 1000) as bigint)";

    /// <summary>Whether a pooler stands in between: then the process that was promised when the connection was made is not the one that answers.</summary>
    public bool IsPooled()
    {
        using var rows = Prepare("select pg_backend_pid()").Query();
        return rows.Next() && rows.Int() != _connection.ProcessID;
    }

    /// <exception cref="ArchiveException">The server cannot be reached, or refuses.</exception>
    public static PostgresDatabase Open(NpgsqlDataSource source)
    {
        try
        {
            return new(source.OpenConnection());
        }
        catch (NpgsqlException failure)
        {
            throw PostgresFailure.For(failure);
        }
    }

    public override void Execute(string script)
    {
        SendWaiting();
        using var command = new NpgsqlCommand(script, _connection);
        Attempt(command.ExecuteNonQuery);
    }

    /// <summary>Runs a statement, and before it, in the same message, those that wait.</summary>
    /// <returns>The rows it changed.</returns>
    public int Run(NpgsqlCommand command)
    {
        if (_waiting.Count == 0)
        {
            Free();
            return Attempt(command.ExecuteNonQuery);
        }

        var last = Waiting(command);
        _waiting.Add(last);
        SendWaiting();
        return checked((int)last.RecordsAffected);
    }

    /// <summary>Has a statement wait for the next; outside a transaction, where none may come, it runs at once.</summary>
    public void RunSoon(NpgsqlCommand command)
    {
        if (_transaction is null)
        {
            Run(command);
            return;
        }

        _waiting.Add(Waiting(command));
        if (_waiting.Count == MostWaiting)
        {
            SendWaiting();
        }
    }

    public PostgresRows Query(NpgsqlCommand command)
    {
        SendWaiting();
        return _open = new(Attempt(() => command.ExecuteReader()));
    }

    public override void Lock(string name)
    {
        using var rows = Prepare("select 1 from (select pg_advisory_xact_lock(hashtextextended($1, 0))) as held").Text(name).Query();
        rows.Next();
    }

    public override bool HasTable(string name) =>
        Count(Prepare("select count(*) from pg_tables where schemaname = current_schema() and tablename = $1").Text(name)) == 1;

    /// <summary>Other programs' tables may lie in a schema of their own; ours has to be new.</summary>
    public override bool IsEmpty() => Count(Prepare("select count(*) from pg_tables where schemaname = current_schema()")) == 0;

    public override IReadOnlyList<string> TablesWith(string column) => Texts(Prepare("""
        select cast(columns.table_name as text) from information_schema.columns as columns join pg_tables on pg_tables.schemaname = columns.table_schema and pg_tables.tablename = columns.table_name
        where columns.table_schema = current_schema() and columns.column_name = $1 order by 1
        """).Text(column));

    public override void Announce(string channel, string payload) =>
        Prepare("select 1 from (select pg_notify($1, $2)) as told").Text(channel).Text(payload).RunSoon();

    /// <summary>Texts compare by their bytes, as they do in SQLite, and not by the rules of whichever language the server was set up with.</summary>
    public override string Translate(string script) => TextColumn().Replace(script, "text collate \"C\"")
        .Replace(") without rowid;", ");", StringComparison.Ordinal)
        .Replace(" blob ", " bytea ", StringComparison.Ordinal);

    public override string Timestamp(string seconds) => $"to_timestamp({seconds})";

    public override string Seconds(string timestamp) => $"cast(floor(extract(epoch from {timestamp})) as bigint)";

    public override string Json(string text) => $"cast({text} as jsonb)";

    public override string JsonText(string json, string name) => $"({json} ->> '{name}')";

    public override ArchiveException Damaged(string what, Exception innerException) =>
        new($"In the database, {what} are damaged: {innerException.Message} Put a backup in its place.", innerException);

    /// <summary>Runs a command; what the server says becomes a sentence a person can use.</summary>
    public static T Attempt<T>(Func<T> run)
    {
        try
        {
            return run();
        }
        catch (NpgsqlException failure)
        {
            throw PostgresFailure.For(failure);
        }
    }

    protected override Statement Create(string sql) => new PostgresStatement(this, new(sql, _connection));

    protected override void Begin() => _transaction = Attempt(_connection.BeginTransaction);

    protected override void Commit()
    {
        SendWaiting();
        Attempt(() =>
        {
            _transaction!.Commit();
            return true;
        });
        EndTransaction();
    }

    protected override void Rollback()
    {
        _waiting.Clear();
        try
        {
            _transaction?.Rollback();
        }
        catch (Exception failure) when (failure is NpgsqlException or InvalidOperationException)
        {
            // The connection is gone, and with it the transaction; what broke it is the word to hear.
        }

        EndTransaction();
    }

    protected override void Close()
    {
        EndTransaction();
        _connection.Dispose();
    }

    /// <summary>Moves a command's text and parameters into a batch.</summary>
    private static NpgsqlBatchCommand Waiting(NpgsqlCommand command)
    {
        var waiting = new NpgsqlBatchCommand(command.CommandText);
        NpgsqlParameter[] parameters = [.. command.Parameters.Cast<NpgsqlParameter>()];
        command.Parameters.Clear();
        foreach (var parameter in parameters)
        {
            waiting.Parameters.Add(parameter);
        }

        return waiting;
    }

    private void SendWaiting()
    {
        Free();
        if (_waiting.Count == 0)
        {
            return;
        }

        using var batch = new NpgsqlBatch(_connection);
        foreach (var waiting in _waiting)
        {
            batch.BatchCommands.Add(waiting);
        }

        _waiting.Clear();
        Attempt(batch.ExecuteNonQuery);
    }

    /// <summary>A connection answers one statement at a time: rows that are still being read move into memory.</summary>
    private void Free()
    {
        _open?.Detach();
        _open = null;
    }

    [GeneratedRegex(@"(?<=^    \w+ )text\b", RegexOptions.Multiline, matchTimeoutMilliseconds: 5000)]
    private static partial Regex TextColumn();

    private void EndTransaction()
    {
        _transaction?.Dispose();
        _transaction = null;
    }
}
