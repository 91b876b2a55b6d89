using WithingsSync.Health;
using WithingsSync.Mcp.Asking;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Pipeline.Records;

namespace WithingsSync.Mcp.Answers;

/// <summary>Records that belong to a day of the person's, of all days that a range touches.</summary>
internal static class LocalDays
{
    public static async Task<IReadOnlyList<T>> ReadAsync<T>(
        IRecordStore store, AccountId account, AskedRange range, Func<T, DateOnly> dateOf, CancellationToken cancellationToken)
        where T : HealthRecord
    {
        // The store's window is in days of UTC, which may be the day before or after the person's.
        var records = await store.ReadAsync<T>(account, range.From.AddDays(-1), range.To.AddDays(1), cancellationToken);
        return [.. records.Where(record => dateOf(record) >= range.FirstDay && dateOf(record) <= range.LastDay)];
    }

    /// <summary>The first moment of a day, as the person's clock shows it.</summary>
    public static DateTimeOffset StartOf(DateOnly date, TimeZoneInfo zone) => TimeZoneInfo.ConvertTime(PullPlan.StartOf(date, zone), zone);
}
