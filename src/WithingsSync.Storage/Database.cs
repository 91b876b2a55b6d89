namespace WithingsSync.Storage;

/// <summary>
/// One connection, and the only place that knows which database it is: opening, transactions, and the few words in which SQLite and PostgreSQL differ.
/// The SQL elsewhere stays within what SQLite 3.35 and PostgreSQL 15 share.
/// </summary>
internal abstract class Database : IDisposable
{
    private readonly Dictionary<string, Statement> _statements = new(StringComparer.Ordinal);

    /// <summary>The connection is lost; the next work needs another one.</summary>
    public virtual bool IsBroken => false;

    /// <summary>How many rows an insert best carries: one where a statement is a function's call, many where it is a message.</summary>
    public virtual int RowsAtOnce => 1;

    /// <summary>The statement of that text, kept until the connection ends.</summary>
    public Statement Prepare(string sql)
    {
        if (!_statements.TryGetValue(sql, out var statement))
        {
            statement = Create(sql);
            _statements.Add(sql, statement);
        }

        return statement;
    }

    /// <summary>Runs a script of statements without parameters and without an answer.</summary>
    public abstract void Execute(string script);

    /// <summary>Does all of the work or nothing. In SQLite alone among writers from its first read on; in PostgreSQL see <see cref="Lock"/>.</summary>
    public T Write<T>(Func<T> work)
    {
        Begin();
        try
        {
            var result = work();
            Commit();
            return result;
        }
        catch
        {
            Rollback();
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
    public virtual T WriteThrough<T>(Func<T> work) => Write(work);

    /// <summary>Inside a write: keeps every other writer of that name out until it ends, in this process and others.</summary>
    public abstract void Lock(string name);

    public abstract bool HasTable(string name);

    public abstract bool IsEmpty();

    /// <summary>The tables that have a column of that name.</summary>
    public abstract IReadOnlyList<string> TablesWith(string column);

    /// <summary>Inside a write: tells whoever listens, in other processes too, when it is committed. SQLite has no listeners outside the process.</summary>
    public abstract void Announce(string channel, string payload);

    /// <summary>Takes what was deleted out of the files too, as far as the database does that.</summary>
    public virtual void EraseTraces()
    {
    }

    /// <summary>The words of a script that only one of the two knows.</summary>
    public abstract string Translate(string script);

    /// <summary>SQL: milliseconds since 1970 on a clock that all of its users share; null where each program brings its own.</summary>
    public virtual string? Clock => null;

    /// <summary>SQL: the moment of so many whole seconds since 1970, in a column of the specification's type.</summary>
    public abstract string Timestamp(string seconds);

    /// <summary>SQL: whole seconds since 1970 of such a column.</summary>
    public abstract string Seconds(string timestamp);

    /// <summary>SQL: a text as a value of a JSON column.</summary>
    public abstract string Json(string text);

    /// <summary>SQL: a text inside a JSON object.</summary>
    public abstract string JsonText(string json, string name);

    /// <summary>What was read is not what was written, though the database found nothing wrong with it.</summary>
    public abstract ArchiveException Damaged(string what, Exception innerException);

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
        {
            statement.Dispose();
        }

        Close();
    }

    protected abstract Statement Create(string sql);

    protected abstract void Begin();

    protected abstract void Commit();

    /// <summary>Must not hide what went wrong before it.</summary>
    protected abstract void Rollback();

    protected abstract void Close();

    protected static IReadOnlyList<string> Texts(Statement statement)
    {
        using var rows = statement.Query();
        var texts = new List<string>();
        while (rows.Next())
        {
            texts.Add(rows.Text());
        }

        return texts;
    }

    protected static long Count(Statement statement)
    {
        using var rows = statement.Query();
        return rows.Next() ? rows.Integer() : 0;
    }
}
