using WithingsSync.Health;
using WithingsSync.Mcp.Asking;
using WithingsSync.Mcp.Answers;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Records;

namespace WithingsSync.Mcp.Tools;

/// <summary>The stretches of sleep of a range, each with the day on which its night ends.</summary>
internal static class SleepNights
{
    /// <summary>No night begins earlier before the day on which it ends.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(2);

    /// <summary>Of the nights that end on the range's days, oldest first, those of one device behind each other where two of them watched.</summary>
    public static async Task<IReadOnlyList<(DateOnly Date, SleepSegment Segment)>> ReadAsync(
        IRecordStore store, AccountId account, AskedRange range, CancellationToken cancellationToken)
    {
        var around = range with { FirstDay = range.FirstDay.AddDays(-1), LastDay = range.LastDay.AddDays(2), From = range.From.AddDays(-1), To = range.To.AddDays(2) };
        var nights = await LocalDays.ReadAsync<SleepNight>(store, account, around, night => night.Date, cancellationToken);
        var segments = await store.ReadAsync<SleepSegment>(account, range.From - Longest, range.To, cancellationToken);
        return [.. segments
            .Select(segment => (Date: DateOf(segment, nights, range.Zone), Segment: segment))
            .Where(one => one.Date >= range.FirstDay && one.Date <= range.LastDay)
            .OrderBy(one => one.Segment.StartedAt).ThenBy(one => one.Segment.HashDeviceId, StringComparer.Ordinal)];
    }

    private static DateOnly DateOf(SleepSegment segment, IReadOnlyList<SleepNight> nights, TimeZoneInfo zone)
    {
        SleepNight? within = null;
        foreach (var night in nights)
        {
            if (segment.StartedAt >= night.StartedAt && segment.StartedAt < night.EndedAt)
            {
                within = night.HashDeviceId == segment.HashDeviceId || within is null ? night : within;
            }
        }

        return within?.Date ?? DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(segment.EndedAt, zone).DateTime);
    }
}
