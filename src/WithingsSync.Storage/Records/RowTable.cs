using WithingsSync.Health;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Pipeline.Records;

namespace WithingsSync.Storage.Records;

/// <summary>
/// Records that have a row each. The rule of keeping, once for all: a new key is added; a known one is replaced by a version that differs and is not older. What the table
/// holds, and its SQL, is said in the file of each.
/// </summary>
internal abstract class RowTable<T>(Database database, Feed feed) : RecordTable<T>(database, feed)
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

    public sealed override SaveCount Save(AccountId account, IReadOnlyCollection<HealthRecord> records, CancellationToken cancellationToken)
    {
        var count = default(SaveCount);
        Starting();
        foreach (var record in records)
        {
            cancellationToken.ThrowIfCancellationRequested();
            count += Save(account, (T)record);
        }

        Finishing(account);
        return count;
    }

    public sealed override IReadOnlyList<T> Read(AccountId account, DateTimeOffset from, DateTimeOffset to)
    {
        var statement = Database.Prepare(ReadSql).Text(account.Value);
        BindWindow(statement, from, to);
        using var rows = statement.Query();
        return MapAll(rows);
    }

    public sealed override int Forget(AccountId account, DateTimeOffset from, DateTimeOffset to, IReadOnlySet<long> seen)
    {
        if (IdsSql is not { } ids || ForgetSql is not { } forget)
        {
            throw CannotForget();
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
        Starting();
        foreach (var id in unseen)
        {
            forgotten += BindForget(Database.Prepare(forget)).Text(account.Value).Integer(id).Run();
            Forgotten(account, id);
        }

        Finishing(account);
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
    /// <param name="replaced">The version it took the place of; null when it is new.</param>
    protected virtual void Written(AccountId account, T record, T? replaced)
    {
    }

    protected virtual void Forgotten(AccountId account, long id)
    {
    }

    /// <summary>Before the records of a page, or of a window.</summary>
    protected virtual void Starting()
    {
    }

    /// <summary>After them, when all went well.</summary>
    protected virtual void Finishing(AccountId account)
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
            Written(account, record, replaced: null);
            return new(Added: 1, Changed: 0);
        }

        var stored = Find(account, record);
        if (stored is not null && (!Supersedes(record, stored) || stored.Equals(record)))
        {
            return new(Added: 0, Changed: Revive(account, record) ? 1 : 0);
        }

        if (Run(_replace ??= Database.Prepare(ReplaceSql), account, record))
        {
            Written(account, record, stored);
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
