using WithingsSync.Health;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Pipeline.Records;

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

    /// <summary>Adds each record, or puts it in the place of a stored version that differs and is not newer. No two have one key.</summary>
    public abstract SaveCount Save(AccountId account, IReadOnlyCollection<HealthRecord> records, CancellationToken cancellationToken);

    public KindSummary Summarise(AccountId account)
    {
        using var rows = Database.Prepare(SummarySql).Text(account.Value).Query();
        return rows.Next() ? Summary(rows) : new KindSummary(Feed, 0, null, null);
    }

    protected virtual KindSummary Summary(Rows rows) => new(Feed, rows.Int(), rows.OptionalInstant(), rows.OptionalInstant());
}

/// <inheritdoc cref="RecordTable"/>
internal abstract class RecordTable<T>(Database database, Feed feed) : RecordTable(database, feed)
    where T : HealthRecord
{
    /// <summary>The living records of a window, both ends included, oldest first.</summary>
    public abstract IReadOnlyList<T> Read(AccountId account, DateTimeOffset from, DateTimeOffset to);

    /// <summary>Takes away what lies in a re-read window, both ends included, and was not seen in it.</summary>
    /// <exception cref="NotSupportedException">Deletions of this kind cannot be seen.</exception>
    public abstract int Forget(AccountId account, DateTimeOffset from, DateTimeOffset to, IReadOnlySet<long> seen);

    protected static NotSupportedException CannotForget() => new($"A deleted {typeof(T).Name} cannot be told from one that was not asked for.");
}
