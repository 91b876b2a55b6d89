using System.Globalization;
using WithingsSync.Simulator;
using WithingsSync.Simulator.Bodies;
using WithingsSync.Simulator.World;

namespace WithingsSync.DayTests.Truths;

/// <summary>What the simulated Withings holds, each thing a line; <see cref="StoredLines"/> says the same of the store.</summary>
internal static class TrueLines
{
    public static string Of(MeasureGroup group) => string.Create(
        CultureInfo.InvariantCulture,
        $"{group.Id} {group.Attribution} {group.Category} {group.Date} {group.Created} {group.Modified} {group.Device?.Id} {string.Join(' ', group.Measures.Select(one => $"{one.Type}:{one.Value}e{one.Unit}@{one.Position}/{one.Algo}/{one.Fm}"))}");

    public static string Of(ActivityDay day) => string.Create(
        CultureInfo.InvariantCulture,
        $"{day.Date:yyyy-MM-dd} {day.Modified} {day.Device?.Id} {day.Steps} {day.Distance:0.###} {day.Elevation} {day.Soft} {day.Moderate} {day.Intense} {day.Calories:0.###} {day.TotalCalories:0.###}");

    public static string Of(IntradaySample sample) => string.Create(
        CultureInfo.InvariantCulture,
        $"{sample.At} {sample.Steps} {sample.Duration} {sample.Distance:0.###} {sample.Elevation} {sample.Calories:0.###} {sample.Strokes} {sample.PoolLaps} {sample.HeartRate} {sample.Oxygen} {sample.Rmssd} {sample.Sdnn} {sample.CoreTemperature:0.###} {sample.BreathRate}");

    public static string Of(Workout workout) => string.Create(
        CultureInfo.InvariantCulture,
        $"{workout.Id} {workout.Category} {workout.Start} {workout.End} {workout.Date:yyyy-MM-dd} {workout.Modified} {workout.Attribution} {workout.Device?.Id}");

    public static string Of(Night night) => string.Create(CultureInfo.InvariantCulture, $"{night.Id} {night.Start} {night.End} {night.Date:yyyy-MM-dd} {night.Created} {night.Modified} {night.Score}");

    public static string Of(Truth truth, Night night, SleepSegment segment)
    {
        var samples = truth.SamplesOf(night, segment);
        string Curve(string name, Func<SleepSample, int> value) => $"{name}={string.Join(',', samples.Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.At}:{value(one)}")))}";
        string[] curves =
        [
            Curve("hr", one => one.HeartRate), Curve("hrv_quality", one => one.HrvQuality), Curve("mvt_score", one => one.Movement), Curve("rmssd", one => one.Rmssd),
            Curve("rr", one => one.BreathRate), Curve("sdnn_1", one => one.Sdnn), Curve("snoring", one => one.Snoring),
        ];
        return string.Create(CultureInfo.InvariantCulture, $"{segment.Start} {segment.End} {segment.State} {night.Device.Id} {string.Join(' ', curves)}");
    }

    public static string Of(HeartRecording heart) => string.Create(CultureInfo.InvariantCulture, $"{heart.SignalId} {heart.StethoSignalId} {heart.Timestamp} {heart.Afib} {heart.HeartRate} {heart.Modified}");

    public static IEnumerable<string> SignalsOf(HeartRecording heart)
    {
        yield return $"Ecg {heart.SignalId} {string.Join(',', Truth.SignalOf(heart))}";
        if (Truth.SoundOf(heart) is { } sound)
        {
            yield return $"Stetho {heart.StethoSignalId} {string.Join(',', sound)}";
        }
    }

    /// <summary>Without when it was last used, which is read once a month.</summary>
    public static string Of(OwnedDevice owned) => $"{owned.Device.Id} {owned.Device.Type} {owned.Device.Battery} {owned.FirstUsed}";

    public static string Of(Goals goals) => string.Create(CultureInfo.InvariantCulture, $"{goals.Steps} {goals.SleepSeconds} {goals.Weight?.Value}e{goals.Weight?.Unit}");

    /// <summary>Of two groups in one second the one modified later wins, and a pulse that is missing in it is the earlier's.</summary>
    public static IEnumerable<string> PressuresOf(Truth truth)
    {
        foreach (var moment in truth.Groups.Where(one => one.Category == 1).GroupBy(one => one.Date))
        {
            var latest = moment.Where(one => ValueOf(one, 10) is not null && ValueOf(one, 9) is not null).OrderByDescending(one => one.Modified).ThenByDescending(one => one.Id).ToList();
            if (latest is [var reading, ..])
            {
                yield return Pressure(moment.Key, ValueOf(reading, 10)!.Value, ValueOf(reading, 9)!.Value, latest.Select(one => ValueOf(one, 11)).FirstOrDefault(pulse => pulse is not null));
            }
        }
    }

    public static string Pressure(long at, long systolic, long diastolic, long? pulse) => string.Create(CultureInfo.InvariantCulture, $"{at} {systolic}/{diastolic} {pulse}");

    private static long? ValueOf(MeasureGroup group, int type) =>
        group.Measures.FirstOrDefault(one => one.Type == type) is { } measure ? (long)Math.Round(measure.Value * Math.Pow(10, measure.Unit), MidpointRounding.AwayFromZero) : null;
}
