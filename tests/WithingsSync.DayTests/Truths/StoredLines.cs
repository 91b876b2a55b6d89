using System.Globalization;
using WithingsSync.Health;

namespace WithingsSync.DayTests.Truths;

/// <summary>What the store holds, each thing a line; <see cref="TrueLines"/> says the same of the truth.</summary>
internal static class StoredLines
{
    public static string Of(MeasureGroup group) => string.Create(
        CultureInfo.InvariantCulture,
        $"{group.GroupId} {group.Attribution} {group.Category} {Seconds(group.MeasuredAt)} {Seconds(group.CreatedAt)} {Seconds(group.ModifiedAt)} {group.DeviceId} {string.Join(' ', group.Measures.Select(one => $"{one.Type}:{one.Value}e{one.Exponent}@{one.Position}/{one.Algo}/{one.Fm}"))}");

    public static string Of(ActivityDay day) =>
        $"{day.Date:yyyy-MM-dd} {Seconds(day.ModifiedAt)} {day.DeviceId} {Figures(day.Metrics, "steps", "distance", "elevation", "soft", "moderate", "intense", "calories", "totalcalories")}";

    public static string Of(IntradaySample sample) =>
        $"{Seconds(sample.At)} {Figures(sample.Metrics, "steps", "duration", "distance", "elevation", "calories", "stroke", "pool_lap", "heart_rate", "spo2_auto", "rmssd", "sdnn1", "core_body_temperature", "rr")}";

    public static string Of(Workout workout) =>
        $"{workout.WorkoutId} {workout.Category} {Seconds(workout.StartedAt)} {Seconds(workout.EndedAt)} {workout.Date:yyyy-MM-dd} {Seconds(workout.ModifiedAt)} {workout.Attribution} {workout.DeviceId}";

    public static string Of(SleepNight night) =>
        $"{night.NightId} {Seconds(night.StartedAt)} {Seconds(night.EndedAt)} {night.Date:yyyy-MM-dd} {Seconds(night.CreatedAt)} {Seconds(night.ModifiedAt)} {Figures(night.Metrics, "sleep_score")}";

    public static string Of(SleepSegment segment)
    {
        var curves = segment.Curves.OrderBy(curve => curve.Name, StringComparer.Ordinal)
            .Select(curve => $"{curve.Name}={string.Join(',', curve.Times.Zip(curve.Values).Select(point => string.Create(CultureInfo.InvariantCulture, $"{point.First}:{point.Second:0.###}")))}");
        return $"{Seconds(segment.StartedAt)} {Seconds(segment.EndedAt)} {segment.State} {segment.HashDeviceId} {string.Join(' ', curves)}";
    }

    public static string Of(HeartRecording heart) => string.Create(
        CultureInfo.InvariantCulture, $"{heart.EcgSignalId} {heart.StethoSignalId} {Seconds(heart.RecordedAt)} {heart.AtrialFibrillation} {heart.HeartRate?.Value:0.###} {Seconds(heart.ModifiedAt)}");

    public static string Of(RecordedSignal signal) => $"{signal.Kind} {signal.SignalId} {string.Join(',', signal.Samples)}";

    public static string Of(Device device) => $"{device.DeviceId} {device.Type} {device.Battery} {Seconds(device.FirstSessionAt)}";

    public static string Of(Goals goals) => string.Create(CultureInfo.InvariantCulture, $"{goals.Steps} {goals.Sleep} {goals.Weight?.Value}e{goals.Weight?.Exponent}");

    private static string Figures(Metrics metrics, params ReadOnlySpan<string> names)
    {
        var figures = new List<string>(names.Length);
        foreach (var name in names)
        {
            figures.Add(metrics.Number(name)?.ToString("0.###", CultureInfo.InvariantCulture) ?? string.Empty);
        }

        return string.Join(' ', figures);
    }

    private static string Seconds(DateTimeOffset? moment) => moment?.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture) ?? string.Empty;
}
