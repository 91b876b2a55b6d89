using WithingsSync.Health;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Pipeline.Records;
using WithingsSync.Storage.Sqlite;

namespace WithingsSync.Storage.Records;

/// <summary>One kind of record in its table: what every table can be asked, whatever it holds.</summary>
internal abstract class RecordTable(Database database, Feed feed)
{
    protected Database Database { get; } = database;

    protected Feed Feed { get; } = feed;

    /// <summary>Columns: count, first moment, last moment.</summary>
    protected abstract string SummarySql { get; }

    /// <summary>The natural key as a value.</summary>
    public abstract object KeyOf(HealthRecord record);

    /// <summary>Whether an arrived version may take the place of the stored one: unless it is known to be older.</summary>
    public abstract bool Supersedes(HealthRecord arrived, HealthRecord stored);

    /// <summary>Adds the record, or puts it in the place of a stored version that differs and is not newer.</summary>
    public abstract SaveCount Save(AccountId account, HealthRecord record);

    public KindSummary Summarise(AccountId account)
    {
        using var rows = Database.Prepare(SummarySql).Text(account.Value).Query();
        return rows.Next() ? Summary(rows) : new KindSummary(Feed, 0, null, null);
    }

    protected virtual KindSummary Summary(Rows rows) => new(Feed, rows.Int(), rows.OptionalInstant(), rows.OptionalInstant());
}

/// <summary>
/// The rule of keeping, once for all kinds: a new key is added; a known one is replaced by a version that differs and is not older. What the table
/// holds, and its SQL, is said in the file of each.
/// </summary>
internal abstract class RecordTable<T>(Database database, Feed feed) : RecordTable(database, feed)
    where T : HealthRecord
{
    private Statement? _add;
    private Statement? _find;
    private Statement? _replace;

    /// <summary>Inserts, or does nothing when the key is known. Parameters: the account, then <see cref="Bind"/>.</summary>
    protected abstract string AddSql { get; }

    /// <summary>Inserts or updates, unless what is stored is newer. Parameters as <see cref="AddSql"/>.</summary>
    protected abstract string ReplaceSql { get; }

    /// <summary>Parameters: the account, then <see cref="BindKey"/>.</summary>
    protected abstract string FindSql { get; }

    /// <summary>Oldest first. Parameters: the account, then <see cref="BindWindow"/>.</summary>
    protected abstract string ReadSql { get; }

    /// <summary>The keys in a window that a re-read must show again: account, from, to. Null for a kind whose deletions cannot be seen.</summary>
    protected virtual string? IdsSql => null;

    /// <summary>Takes one of those away: what <see cref="BindForget"/> gives, then account, key.</summary>
    protected virtual string? ForgetSql => null;

    public sealed override object KeyOf(HealthRecord record) => KeyOf((T)record);

    public sealed override bool Supersedes(HealthRecord arrived, HealthRecord stored) => Supersedes((T)arrived, (T)stored);

    public sealed override SaveCount Save(AccountId account, HealthRecord record) => Save(account, (T)record);

    public IReadOnlyList<T> Read(AccountId account, DateTimeOffset from, DateTimeOffset to)
    {
        var statement = Database.Prepare(ReadSql).Text(account.Value);
        BindWindow(statement, from, to);
        using var rows = statement.Query();
        return MapAll(rows);
    }

    public int Forget(AccountId account, DateTimeOffset from, DateTimeOffset to, IReadOnlySet<long> seen)
    {
        if (IdsSql is not { } ids || ForgetSql is not { } forget)
        {
            throw new NotSupportedException($"A deleted {typeof(T).Name} cannot be told from one that was not asked for.");
        }

        var unseen = new List<long>();
        using (var rows = Database.Prepare(ids).Text(account.Value).Instant(from).Instant(to).Query())
        {
            while (rows.Next())
            {
                if (rows.Integer() is var id && !seen.Contains(id))
                {
                    unseen.Add(id);
                }
            }
        }

        var forgotten = 0;
        foreach (var id in unseen)
        {
            forgotten += BindForget(Database.Prepare(forget)).Text(account.Value).Integer(id).Run();
        }

        return forgotten;
    }

    /// <summary>Every column but the account, in the order of the insert.</summary>
    protected abstract void Bind(Statement statement, T record);

    protected abstract void BindKey(Statement statement, T record);

    protected abstract object KeyOf(T record);

    protected abstract T Map(Rows rows);

    protected virtual void BindWindow(Statement statement, DateTimeOffset from, DateTimeOffset to) => statement.Instant(from).Instant(to);

    protected virtual Statement BindForget(Statement statement) => statement;

    /// <summary>The last change at the source; null when the kind or the record does not say.</summary>
    protected virtual DateTimeOffset? ModifiedAt(T record) => null;

    protected virtual bool Supersedes(T arrived, T stored) => !(ModifiedAt(arrived) < ModifiedAt(stored));

    /// <summary>Writes what belongs to the record in other tables.</summary>
    protected virtual void Written(AccountId account, T record, bool replaced)
    {
    }

    /// <summary>Brings back a record that was marked as deleted and came again; true when it was.</summary>
    protected virtual bool Revive(AccountId account, T record) => false;

    protected virtual List<T> MapAll(Rows rows)
    {
        var records = new List<T>();
        while (rows.Next())
        {
            records.Add(Map(rows));
        }

        return records;
    }

    private SaveCount Save(AccountId account, T record)
    {
        if (Run(_add ??= Database.Prepare(AddSql), account, record))
        {
            Written(account, record, replaced: false);
            return new(Added: 1, Changed: 0);
        }

        if (Find(account, record) is { } stored && (!Supersedes(record, stored) || stored.Equals(record)))
        {
            return new(Added: 0, Changed: Revive(account, record) ? 1 : 0);
        }

        if (Run(_replace ??= Database.Prepare(ReplaceSql), account, record))
        {
            Written(account, record, replaced: true);
            return new(Added: 0, Changed: 1);
        }

        return default;
    }

    private bool Run(Statement statement, AccountId account, T record)
    {
        Bind(statement.Text(account.Value), record);
        return statement.Run() == 1;
    }

    private T? Find(AccountId account, T record)
    {
        _find ??= Database.Prepare(FindSql);
        BindKey(_find.Text(account.Value), record);
        using var rows = _find.Query();
        return MapAll(rows) is [var stored, ..] ? stored : null;
    }
}
