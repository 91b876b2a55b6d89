using WithingsSync.Health;

namespace WithingsSync.Server.Connect;

/// <summary>Which consent each kind of record needs (withings-api.md §2.5).</summary>
internal static class GrantedKinds
{
    private static readonly IReadOnlyList<RecordKind> All = Enum.GetValues<RecordKind>();

    /// <summary>The kinds that the scopes leave out; none when it is unknown what was granted.</summary>
    public static IReadOnlyList<RecordKind> Missing(string? scopes)
    {
        if (scopes is null)
        {
            return [];
        }

        var granted = scopes.Split(',', StringSplitOptions.TrimEntries);
        return [.. All.Where(kind => !Needs(kind).Any(scope => granted.Contains(scope, StringComparer.Ordinal)))];
    }

    /// <summary>Any one of these suffices.</summary>
    private static string[] Needs(RecordKind kind) => kind switch
    {
        RecordKind.ActivityDay or RecordKind.IntradaySample or RecordKind.Workout or RecordKind.SleepTrace or RecordKind.SleepNight or RecordKind.HeartRateVariability => ["user.activity"],
        RecordKind.Device => ["user.info"],
        RecordKind.Goals => ["user.info", "user.metrics"],
        _ => ["user.metrics"],
    };
}
