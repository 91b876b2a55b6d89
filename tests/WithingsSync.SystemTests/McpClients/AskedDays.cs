using System.Globalization;

namespace WithingsSync.SystemTests.McpClients;

/// <summary>The days that are asked for: whole ones in the person's zone, over long enough ago that nothing in them changes while the tests run.</summary>
internal sealed record AskedDays(DateOnly First, DateOnly Last, TimeZoneInfo Zone)
{
    public static AskedDays Before(DateTimeOffset now, int days, TimeZoneInfo zone)
    {
        var last = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime).AddDays(-2);
        return new(last.AddDays(1 - days), last, zone);
    }

    public AskedDays Newest(int days) => this with { First = Last.AddDays(1 - days) };

    public static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public bool Have(DateOnly day) => day >= First && day <= Last;

    /// <param name="seconds">Unix time.</param>
    public bool Have(long seconds) => Have(DayOf(seconds));

    public DateOnly DayOf(long seconds) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeSeconds(seconds), Zone).DateTime);
}
