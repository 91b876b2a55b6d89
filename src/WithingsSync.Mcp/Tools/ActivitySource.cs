using WithingsSync.Health;
using WithingsSync.Mcp.Answers;
using WithingsSync.Mcp.Asking;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Pipeline.Records;

namespace WithingsSync.Mcp.Tools;

internal sealed class ActivitySource() : FigureSource<ActivityAnswer>(
    new("steps", "steps", day => day.Steps, IsTotal: true),
    new("distance_m", "metres", day => day.DistanceM, IsTotal: true),
    new("elevation_floors", "floors climbed", day => day.ElevationFloors, IsTotal: true),
    new("active_kcal", "kilocalories", day => day.ActiveKcal, IsTotal: true),
    new("total_kcal", "kilocalories", day => day.TotalKcal, IsTotal: true),
    new("soft_seconds", "seconds", day => day.SoftSeconds, IsTotal: true),
    new("moderate_seconds", "seconds", day => day.ModerateSeconds, IsTotal: true),
    new("intense_seconds", "seconds", day => day.IntenseSeconds, IsTotal: true),
    new("active_seconds", "seconds", day => day.ActiveSeconds, IsTotal: true),
    new("heart_rate_mean_bpm", "beats per minute", day => day.HeartRateMeanBpm),
    new("heart_rate_min_bpm", "beats per minute", day => day.HeartRateMinBpm),
    new("heart_rate_max_bpm", "beats per minute", day => day.HeartRateMaxBpm),
    new("heart_rate_zone_light_seconds", "seconds", day => day.HeartRateZoneLightSeconds, IsTotal: true),
    new("heart_rate_zone_moderate_seconds", "seconds", day => day.HeartRateZoneModerateSeconds, IsTotal: true),
    new("heart_rate_zone_intense_seconds", "seconds", day => day.HeartRateZoneIntenseSeconds, IsTotal: true),
    new("heart_rate_zone_maximal_seconds", "seconds", day => day.HeartRateZoneMaximalSeconds, IsTotal: true))
{
    public static readonly ActivitySource Instance = new();

    /// <summary>Withings' number for what did not come from its own devices (withings-api.md §5.1).</summary>
    private const int ExternalBrand = 18;

    public override IReadOnlyList<Feed> Feeds => [Feed.Activity];

    public override string WhenEmpty => "No activity was counted in this range. It comes from a Withings watch or tracker, or from the phone that runs the Withings app.";

    public override async Task<IReadOnlyList<ActivityAnswer>> ReadAsync(IRecordStore store, AccountId account, AskedRange range, CancellationToken cancellationToken)
    {
        var days = await LocalDays.ReadAsync<ActivityDay>(store, account, range, day => day.Date, cancellationToken);
        return [.. days.Select(day => From(day, range.Zone))];
    }

    public override bool GrowsThroughToday => true;

    public override DateTimeOffset At(ActivityAnswer line) => line.StartsAt;

    public override DateOnly DayOf(ActivityAnswer line, TimeZoneInfo zone) => line.Date;

    public override ActivityAnswer WithoutIdentifiers(ActivityAnswer line) => line with { Device = null, Other = MetricReader.WithoutIdentifiers(line.Other) };

    public override IEnumerable<string> NotesOn(IReadOnlyList<ActivityAnswer> lines)
    {
        if (lines.Any(line => line.IsFromPhone == true))
        {
            yield return "Days with is_from_phone were counted by a phone or another service, which measures no heart rate.";
        }
        else if (lines.Count > 0 && lines.All(line => line.HeartRateMeanBpm is null))
        {
            yield return "No day has a heart rate: it needs a watch that measures it.";
        }
    }

    private static ActivityAnswer From(ActivityDay day, TimeZoneInfo zone)
    {
        var figures = new MetricReader(day.Metrics);
        return new(day.Date)
        {
            Steps = figures.Number("steps"),
            DistanceM = figures.Number("distance"),
            ElevationFloors = figures.Number("elevation"),
            ActiveKcal = figures.Number("calories"),
            TotalKcal = figures.Number("totalcalories"),
            SoftSeconds = figures.Number("soft"),
            ModerateSeconds = figures.Number("moderate"),
            IntenseSeconds = figures.Number("intense"),
            ActiveSeconds = figures.Number("active"),
            HeartRateMeanBpm = figures.Positive("hr_average"),
            HeartRateMinBpm = figures.Positive("hr_min"),
            HeartRateMaxBpm = figures.Positive("hr_max"),
            HeartRateZoneLightSeconds = figures.Number("hr_zone_0"),
            HeartRateZoneModerateSeconds = figures.Number("hr_zone_1"),
            HeartRateZoneIntenseSeconds = figures.Number("hr_zone_2"),
            HeartRateZoneMaximalSeconds = figures.Number("hr_zone_3"),
            IsFromPhone = day.Brand == ExternalBrand || (day.IsTracker == false && day.DeviceId is null) ? true : null,
            Device = string.IsNullOrEmpty(day.Model) ? null : day.Model,
            UpdatedAt = day.ModifiedAt is { } modified ? TimeZoneInfo.ConvertTime(modified, zone) : null,
            Other = figures.Others(),
            StartsAt = LocalDays.StartOf(day.Date, zone),
        };
    }
}
