using WithingsSync.Pipeline.Pulling;

namespace WithingsSync.Cli.Compatibility;

/// <summary>Local days as moments: from the first second of one day to the last second of another, whatever the clock did in between.</summary>
internal readonly record struct LocalWindow(DateTimeOffset From, DateTimeOffset To)
{
    public static LocalWindow Of(DateOnly first, DateOnly last, TimeZoneInfo zone) => new(PullPlan.StartOf(first, zone), EndOf(last, zone));

    public static DateTimeOffset EndOf(DateOnly day, TimeZoneInfo zone) => PullPlan.StartOf(day.AddDays(1), zone).AddSeconds(-1);
}
