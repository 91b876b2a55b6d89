using WithingsSync.Health;
using WithingsSync.Pipeline.Pulling;

namespace WithingsSync.Server.Connect;

/// <summary>Which consent each kind of record needs (withings-api.md §2.5).</summary>
internal static class GrantedKinds
{
    private static readonly IReadOnlyList<RecordKind> All = Enum.GetValues<RecordKind>();

    /// <summary>The kinds that the scopes leave out; none when it is unknown what was granted.</summary>
    /// <param name="refused">The feeds that Withings refused when they were asked for.</param>
    public static IReadOnlyList<RecordKind> Missing(string? scopes, IReadOnlyList<Feed> refused)
    {
        var granted = scopes?.Split(',', StringSplitOptions.TrimEntries);
        return [.. All.Where(kind => refused.Contains(FeedOf(kind)) || (granted is not null && !Needs(kind).Any(scope => granted.Contains(scope, StringComparer.Ordinal))))];
    }

    private static Feed FeedOf(RecordKind kind) => kind switch
    {
        RecordKind.ActivityDay => Feed.Activity,
        RecordKind.IntradaySample => Feed.Intraday,
        RecordKind.Workout => Feed.Workouts,
        RecordKind.SleepTrace or RecordKind.HeartRateVariability => Feed.Sleep,
        RecordKind.SleepNight => Feed.Nights,
        RecordKind.HeartRecording => Feed.Heart,
        RecordKind.StethoRecording => Feed.Stetho,
        RecordKind.Signal => Feed.Signals,
        RecordKind.Device => Feed.Devices,
        RecordKind.Goals => Feed.Goals,
        _ => Feed.Measures,
    };

    /// <summary>Any one of these suffices.</summary>
    private static string[] Needs(RecordKind kind) => kind switch
    {
        RecordKind.ActivityDay or RecordKind.IntradaySample or RecordKind.Workout or RecordKind.SleepTrace or RecordKind.SleepNight or RecordKind.HeartRateVariability => ["user.activity"],
        RecordKind.Device => ["user.info"],
        RecordKind.Goals => ["user.info", "user.metrics"],
        _ => ["user.metrics"],
    };
}
