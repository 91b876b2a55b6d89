using System.Globalization;
using WithingsSync.Health;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Pipeline.Records;

namespace WithingsSync.Storage.Records.Days;

/// <summary>
/// Records so many and so alike that a row for each would be the whole archive: one row holds all of one account and UTC day, in a <see cref="DayBlob"/>.
/// A write reads the day, changes it and writes it again inside the page's transaction, which keeps other writers out from its beginning.
/// </summary>
internal abstract class DayTable<T>(Database database, Feed feed) : RecordTable<T>(database, feed)
    where T : HealthRecord
{
    /// <summary>Columns: packed. Parameters: account, day.</summary>
    protected abstract string FindSql { get; }

    /// <summary>Columns: day, packed; oldest day first. Parameters: account, first day, last day.</summary>
    protected abstract string ReadSql { get; }

    /// <summary>Inserts or replaces. Parameters: account, day, count, first moment, last moment, packed.</summary>
    protected abstract string WriteSql { get; }

    /// <summary>Parameters: account, day.</summary>
    protected abstract string DeleteSql { get; }

    /// <summary>Whether a window that is read again shows what was deleted at the source.</summary>
    protected abstract bool ShowsDeletions { get; }

    public sealed override object KeyOf(HealthRecord record) => Key((T)record);

    /// <summary>These kinds do not say when they changed: what came last holds.</summary>
    public sealed override bool Supersedes(HealthRecord arrived, HealthRecord stored) => true;

    public sealed override SaveCount Save(AccountId account, IReadOnlyCollection<HealthRecord> records, CancellationToken cancellationToken)
    {
        var count = default(SaveCount);
        foreach (var day in records.Cast<T>().GroupBy(record => Key(record).Day))
        {
            cancellationToken.ThrowIfCancellationRequested();
            count += Save(account, day.Key, day);
        }

        return count;
    }

    public sealed override IReadOnlyList<T> Read(AccountId account, DateTimeOffset from, DateTimeOffset to)
    {
        var records = new List<T>();
        var (first, last) = (from.ToUnixTimeSeconds(), to.ToUnixTimeSeconds());
        foreach (var (_, ofDay) in Days(account, first, last))
        {
            foreach (var record in ofDay)
            {
                if (Key(record).At is var at && at >= first && at <= last)
                {
                    records.Add(record);
                }
            }
        }

        return records;
    }

    public sealed override int Forget(AccountId account, DateTimeOffset from, DateTimeOffset to, IReadOnlySet<long> seen)
    {
        if (!ShowsDeletions)
        {
            throw CannotForget();
        }

        var forgotten = 0;
        var (first, last) = (from.ToUnixTimeSeconds(), to.ToUnixTimeSeconds());
        foreach (var (day, records) in Days(account, first, last).ToList())
        {
            var gone = records.RemoveAll(record => Key(record).At is var at && at >= first && at <= last && !seen.Contains(at));
            if (gone > 0)
            {
                Write(account, day, records);
                forgotten += gone;
            }
        }

        return forgotten;
    }

    protected abstract DayKey Key(T record);

    /// <summary>Writes the records, which are in the order of their keys.</summary>
    protected abstract void Pack(DayWriter day, IReadOnlyCollection<T> records);

    /// <summary>Reads the next record of those <see cref="Pack"/> wrote, for as many as there are.</summary>
    protected abstract Func<T> Unpack(DayReader day);

    private SaveCount Save(AccountId account, int day, IEnumerable<T> arrived)
    {
        var records = Find(account, day);
        var count = default(SaveCount);
        foreach (var record in arrived)
        {
            var key = Key(record);
            if (!records.TryGetValue(key, out var stored))
            {
                records.Add(key, record);
                count += new SaveCount(Added: 1, Changed: 0);
            }
            else if (!stored.Equals(record))
            {
                records[key] = record;
                count += new SaveCount(Added: 0, Changed: 1);
            }
        }

        if (count != default)
        {
            Write(account, day, records.Values);
        }

        return count;
    }

    private SortedDictionary<DayKey, T> Find(AccountId account, int day)
    {
        var records = new SortedDictionary<DayKey, T>(DayKey.Order);
        using var rows = Database.Prepare(FindSql).Text(account.Value).Integer(day).Query();
        if (rows.Next())
        {
            foreach (var record in Open(day, rows.Bytes()))
            {
                records.Add(Key(record), record);
            }
        }

        return records;
    }

    private IEnumerable<(int Day, List<T> Records)> Days(AccountId account, long from, long to)
    {
        using var rows = Database.Prepare(ReadSql).Text(account.Value).Integer(DayKey.DayOf(from)).Integer(DayKey.DayOf(to)).Query();
        while (rows.Next())
        {
            var day = rows.Int();
            yield return (day, Open(day, rows.Bytes()));
        }
    }

    private List<T> Open(int day, ReadOnlySpan<byte> packed)
    {
        try
        {
            var content = new DayReader(DayBlob.Open(packed));
            var records = new List<T>();
            var next = Unpack(content);
            for (var left = content.Count; left > 0; left--)
            {
                records.Add(next());
            }

            return records;
        }
        catch (InvalidDataException exception)
        {
            var date = DateOnly.FromDateTime(DateTime.UnixEpoch).AddDays(day);
            throw Database.Damaged(string.Create(CultureInfo.InvariantCulture, $"the {Feed} records of {date:yyyy-MM-dd} (UTC)"), exception);
        }
    }

    private void Write(AccountId account, int day, IReadOnlyCollection<T> records)
    {
        if (records.Count == 0)
        {
            Database.Prepare(DeleteSql).Text(account.Value).Integer(day).Run();
            return;
        }

        var content = new DayWriter(records.Count);
        Pack(content, records);
        Database.Prepare(WriteSql).Text(account.Value).Integer(day)
            .Integer(records.Count).Integer(Key(records.First()).At).Integer(Key(records.Last()).At).Blob(DayBlob.Seal(content.Finish())).Run();
    }
}
