using System.Runtime.CompilerServices;
using WithingsSync.Health;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Delivering;
using WithingsSync.Pipeline.Measures;
using WithingsSync.Pipeline.Records;

namespace WithingsSync.Destinations.Export;

/// <summary>
/// One person's archive between two moments, both included; what has a date instead of a moment belongs to it by the local days these moments fall on.
/// What is dense (a value a minute) is read a month at a time.
/// </summary>
internal sealed class ArchiveWindow(IRecordStore store, AccountId account, DateTimeOffset from, DateTimeOffset to, TimeZoneInfo zone)
{
    private static readonly TimeSpan Slice = TimeSpan.FromDays(31);

    private IReadOnlyList<MeasureGroup>? _groups;
    private Readings? _readings;

    public async IAsyncEnumerable<MeasureGroup> GroupsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var group in await AllGroupsAsync(cancellationToken))
        {
            yield return group;
        }
    }

    /// <summary>Weighings and blood pressures, with the heights of any time.</summary>
    public async Task<Readings> ReadingsAsync(CancellationToken cancellationToken)
    {
        if (_readings is null)
        {
            var heights = new Heights(await store.ReadGroupsWithAsync(account, MeasureType.Height, cancellationToken));
            _readings = new(await AllGroupsAsync(cancellationToken), heights, withBloodPressure: true);
        }

        return _readings;
    }

    public async IAsyncEnumerable<T> ReadAsync<T>([EnumeratorCancellation] CancellationToken cancellationToken)
        where T : HealthRecord
    {
        foreach (var record in await store.ReadAsync<T>(account, from, to, cancellationToken))
        {
            if (record is not ActivityDay and not SleepNight || IsInside(record))
            {
                yield return record;
            }
        }
    }

    /// <summary>Records with a moment of their own, a month at a time: instants are whole seconds, so months that end a second before the next share none.</summary>
    public async IAsyncEnumerable<T> ReadDenseAsync<T>([EnumeratorCancellation] CancellationToken cancellationToken)
        where T : HealthRecord
    {
        var (first, last) = await BoundsAsync<T>(cancellationToken);
        for (var start = first; start <= last; start += Slice)
        {
            var end = last - start < Slice ? last : start + Slice - TimeSpan.FromSeconds(1);
            foreach (var record in await store.ReadAsync<T>(account, start, end, cancellationToken))
            {
                yield return record;
            }

            if (end == last)
            {
                yield break;
            }
        }
    }

    private bool IsInside(HealthRecord record) =>
        (record is ActivityDay day ? day.Date : ((SleepNight)record).Date) is var date && date >= Local(from) && date <= Local(to);

    private DateOnly Local(DateTimeOffset moment) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, zone).DateTime);

    /// <summary>The part of the window in which the archive has anything, so that "ever" does not step through empty centuries.</summary>
    private async Task<(DateTimeOffset First, DateTimeOffset Last)> BoundsAsync<T>(CancellationToken cancellationToken)
        where T : HealthRecord
    {
        var feed = typeof(T) == typeof(SleepSegment) ? Pipeline.Pulling.Feed.Sleep : Pipeline.Pulling.Feed.Intraday;
        foreach (var summary in await store.SummariseAsync(account, cancellationToken))
        {
            if (summary.Feed == feed && summary is { First: { } first, Last: { } last })
            {
                return (Later(first, from), Earlier(last, to));
            }
        }

        return (to, from);
    }

    private async Task<IReadOnlyList<MeasureGroup>> AllGroupsAsync(CancellationToken cancellationToken) =>
        _groups ??= await store.ReadAsync<MeasureGroup>(account, from, to, cancellationToken);

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;

    private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;
}
