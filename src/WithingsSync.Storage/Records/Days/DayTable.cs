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
        var days = new Dictionary<int, List<T>>();
        foreach (var record in records)
        {
            var day = Key((T)record).Day;
            if (!days.TryGetValue(day, out var ofDay))
            {
                days.Add(day, ofDay = []);
            }

            ofDay.Add((T)record);
        }

        var count = default(SaveCount);
        foreach (var (day, ofDay) in days)
        {
            cancellationToken.ThrowIfCancellationRequested();
            count += Save(account, day, ofDay);
        }

        return count;
    }

    public sealed override IReadOnlyList<T> Read(AccountId account, DateTimeOffset from, DateTimeOffset to)
    {
        var records = new List<T>();
        var (first, last) = (from.ToUnixTimeSeconds(), to.ToUnixTimeSeconds());
        foreach (var day in Days(account, first, last))
        {
            foreach (var record in day.Records)
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
        foreach (var day in Days(account, first, last).ToList())
        {
            var gone = day.Records.RemoveAll(record => Key(record).At is var at && at >= first && at <= last && !seen.Contains(at));
            if (gone > 0)
            {
                Write(account, day.Number, day.Records);
                forgotten += gone;
            }
        }

        return forgotten;
    }

    protected abstract DayKey Key(T record);

    /// <summary>Writes the records, which are in the order of their keys.</summary>
    protected abstract void Pack(DayWriter day, List<T> records);

    /// <summary>Reads the next record of those <see cref="Pack"/> wrote, for as many as there are.</summary>
    protected abstract Func<T> Unpack(DayReader day);

    private SaveCount Save(AccountId account, int day, List<T> arrived)
    {
        var records = Find(account, day);
        var count = default(SaveCount);
        foreach (var record in arrived)
        {
            var place = PlaceOf(records, Key(record));
            if (place < 0)
            {
                records.Insert(~place, record);
                count += new SaveCount(Added: 1, Changed: 0);
            }
            else if (!records[place].Equals(record))
            {
                records[place] = record;
                count += new SaveCount(Added: 0, Changed: 1);
            }
        }

        if (count != default)
        {
            Write(account, day, records);
        }

        return count;
    }

    /// <returns>Where the record of that key is, or the complement of where it belongs.</returns>
    private int PlaceOf(List<T> records, DayKey key)
    {
        var (low, high) = (0, records.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var order = Key(records[middle]).Compare(key);
            if (order == 0)
            {
                return middle;
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return ~low;
    }

    private List<T> Find(AccountId account, int day)
    {
        using var rows = Database.Prepare(FindSql).Text(account.Value).Integer(day).Query();
        return rows.Next() ? Open(day, rows.Bytes()) : [];
    }

    private IEnumerable<PackedDay> Days(AccountId account, long from, long to)
    {
        using var rows = Database.Prepare(ReadSql).Text(account.Value).Integer(DayKey.DayOf(from)).Integer(DayKey.DayOf(to)).Query();
        while (rows.Next())
        {
            var day = rows.Int();
            yield return new(day, Open(day, rows.Bytes()));
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

    private void Write(AccountId account, int day, List<T> records)
    {
        if (records.Count == 0)
        {
            Database.Prepare(DeleteSql).Text(account.Value).Integer(day).Run();
            return;
        }

        var content = new DayWriter(records.Count);
        Pack(content, records);
        Database.Prepare(WriteSql).Text(account.Value).Integer(day)
            .Integer(records.Count).Integer(Key(records[0]).At).Integer(Key(records[^1]).At).Blob(DayBlob.Seal(content.Finish())).Run();
    }

    private sealed record PackedDay(int Number, List<T> Records);
}
