using WithingsSync.Health;
using WithingsSync.Mcp.Answers;
using WithingsSync.Mcp.Asking;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Measures;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Pipeline.Records;

namespace WithingsSync.Mcp.Tools;

internal sealed class WorkoutSource() : FigureSource<WorkoutAnswer>(
    new("duration_seconds", "seconds", workout => workout.DurationSeconds, IsTotal: true),
    new("pause_seconds", "seconds", workout => workout.PauseSeconds, IsTotal: true),
    new("kcal", "kilocalories", workout => workout.Kcal, IsTotal: true),
    new("intensity", "0 to 100", workout => workout.Intensity),
    new("distance_m", "metres", workout => workout.DistanceM, IsTotal: true),
    new("steps", "steps", workout => workout.Steps, IsTotal: true),
    new("elevation_floors", "floors climbed", workout => workout.ElevationFloors, IsTotal: true),
    new("heart_rate_mean_bpm", "beats per minute", workout => workout.HeartRateMeanBpm),
    new("heart_rate_min_bpm", "beats per minute", workout => workout.HeartRateMinBpm),
    new("heart_rate_max_bpm", "beats per minute", workout => workout.HeartRateMaxBpm),
    new("heart_rate_zone_light_seconds", "seconds", workout => workout.HeartRateZoneLightSeconds, IsTotal: true),
    new("heart_rate_zone_moderate_seconds", "seconds", workout => workout.HeartRateZoneModerateSeconds, IsTotal: true),
    new("heart_rate_zone_intense_seconds", "seconds", workout => workout.HeartRateZoneIntenseSeconds, IsTotal: true),
    new("heart_rate_zone_maximal_seconds", "seconds", workout => workout.HeartRateZoneMaximalSeconds, IsTotal: true),
    new("spo2_mean_percent", "percent", workout => workout.Spo2MeanPercent),
    new("pool_laps", "laps", workout => workout.PoolLaps, IsTotal: true),
    new("pool_length_m", "metres", workout => workout.PoolLengthM),
    new("strokes", "strokes", workout => workout.Strokes, IsTotal: true),
    new("manual_distance_m", "metres", workout => workout.ManualDistanceM, IsTotal: true),
    new("manual_kcal", "kilocalories", workout => workout.ManualKcal, IsTotal: true))
{
    public static readonly WorkoutSource Instance = new();

    public override IReadOnlyList<Feed> Feeds => [Feed.Workouts];

    public override string WhenEmpty => "No workout was recorded in this range. They come from a Withings watch or tracker, from the Withings app, or from a phone connected to it.";

    /// <summary>Workouts that began in the range.</summary>
    public override async Task<IReadOnlyList<WorkoutAnswer>> ReadAsync(IRecordStore store, AccountId account, AskedRange range, CancellationToken cancellationToken)
    {
        var workouts = await store.ReadAsync<Workout>(account, range.From, range.To, cancellationToken);
        var devices = await DeviceNames.ReadAsync(store, account, cancellationToken);
        return [.. workouts.Select(workout => From(workout, devices, range.Zone))];
    }

    public override DateTimeOffset At(WorkoutAnswer line) => line.StartedAt;

    public override WorkoutAnswer WithoutIdentifiers(WorkoutAnswer line) => line with { Device = null, WorkoutId = null, Other = MetricReader.WithoutIdentifiers(line.Other) };

    public override IEnumerable<string> NotesOn(IReadOnlyList<WorkoutAnswer> lines)
    {
        yield return "Withings writes 0 for most things that were not measured in a workout: a distance, steps or floors of 0 may mean that.";
        if (lines.Any(line => line.Kcal is null && line.HeartRateMeanBpm is null && line.Steps is null))
        {
            yield return "Some workouts were found by a phone and hold nothing but their time and sport.";
        }
    }

    private static WorkoutAnswer From(Workout workout, DeviceNames devices, TimeZoneInfo zone)
    {
        var figures = new MetricReader(workout.Metrics);
        return new(
            TimeZoneInfo.ConvertTime(workout.StartedAt, zone), TimeZoneInfo.ConvertTime(workout.EndedAt, zone), Sports.Name(workout.Category), workout.Category,
            (long)(workout.EndedAt - workout.StartedAt).TotalSeconds)
        {
            Date = workout.Date,
            PauseSeconds = figures.Number("pause_duration"),
            Kcal = figures.Number("calories"),
            Intensity = figures.Positive("intensity"),
            DistanceM = figures.Number("distance"),
            Steps = figures.Number("steps"),
            ElevationFloors = figures.Number("elevation"),
            HeartRateMeanBpm = figures.Positive("hr_average"),
            HeartRateMinBpm = figures.Positive("hr_min"),
            HeartRateMaxBpm = figures.Positive("hr_max"),
            HeartRateZoneLightSeconds = figures.Number("hr_zone_0"),
            HeartRateZoneModerateSeconds = figures.Number("hr_zone_1"),
            HeartRateZoneIntenseSeconds = figures.Number("hr_zone_2"),
            HeartRateZoneMaximalSeconds = figures.Number("hr_zone_3"),
            Spo2MeanPercent = figures.Positive("spo2_average"),
            PoolLaps = figures.Number("pool_laps"),
            PoolLengthM = figures.Positive("pool_length"),
            Strokes = figures.Number("strokes"),
            ManualDistanceM = figures.Positive("manual_distance"),
            ManualKcal = figures.Positive("manual_calories"),
            Device = devices.Find(workout.DeviceId, workout.HashDeviceId),
            Other = figures.Others(),
            WorkoutId = workout.WorkoutId,
        };
    }
}
