using System.Text.Json;
using WithingsSync.Simulator;
using WithingsSync.Simulator.Bodies;
using WithingsSync.SystemTests.Scene;
using Xunit;

namespace WithingsSync.SystemTests.McpClients;

/// <summary>Every tool there is. A tool without an entry here fails a test.</summary>
internal static class ToolChecks
{
    private static readonly string[] SleepStates = ["awake", "light", "deep", "rem"];
    private static readonly string[] AfibResults = ["negative", "positive", "inconclusive"];

    public static readonly IReadOnlyList<ToolCheck> All =
    [
        .. MeasureChecks.All,
        ToolCheck.Lines(
            "withings_get_activity", "date",
            (truth, days) => truth.Activities.Where(day => days.Have(day.Date)).OrderBy(day => day.Date)
                .Select(day => ToolCheck.Line(day.Date, day.Steps, day.Distance, day.Soft, day.Moderate, day.Intense, day.HeartRateAverage)),
            ["steps", "distance_m", "soft_seconds", "moderate_seconds", "intense_seconds", "heart_rate_mean_bpm"]),
        ToolCheck.Lines(
            "withings_get_workouts", "started_at",
            (truth, days) => truth.Workouts.Where(workout => days.Have(workout.Start)).OrderBy(workout => workout.Start)
                .Select(workout => ToolCheck.Line(workout.Start, workout.End - workout.Start, workout.Category, IfWorn(workout, workout.Calories), IfWorn(workout, workout.HeartRateAverage))),
            ["duration_seconds", "category", "kcal", "heart_rate_mean_bpm"]),
        ToolCheck.Lines(
            "withings_get_sleep_summary", "started_at",
            (truth, days) => truth.Nights.Where(night => days.Have(night.Date)).OrderBy(night => night.Start)
                .Select(night => ToolCheck.Line(night.Start, night.Asleep, night.Seconds(1), night.Seconds(2), night.Seconds(3), night.Score)),
            ["sleep_seconds", "light_seconds", "deep_seconds", "rem_seconds", "sleep_score"]),
        ToolCheck.Lines(
            "withings_get_sleep", "started_at",
            (truth, days) => truth.Nights.Where(night => days.Have(night.Date)).SelectMany(night => night.Segments).OrderBy(segment => segment.Start)
                .Select(segment => ToolCheck.Line(segment.Start, segment.End - segment.Start, SleepStates[segment.State])),
            ["duration_seconds", "state"], days: 3),
        ToolCheck.Lines(
            "withings_get_intraday", "at",
            (truth, days) => truth.Intraday.Where(sample => days.Have(sample.At)).OrderBy(sample => sample.At).Select(sample => ToolCheck.Line(sample.At, sample.Steps, sample.HeartRate)),
            ["steps", "heart_rate_bpm"], days: 1),
        ToolCheck.Lines(
            "withings_get_heart_list", "recorded_at",
            (truth, days) => Hearts(truth, days).Select(heart => ToolCheck.Line(heart.Timestamp, heart.HeartRate, AfibResults[heart.Afib], heart.Systolic)),
            ["heart_rate_bpm", "afib_result", "systolic_mmhg"]),
        new("withings_get_heart_signal", (truth, days) => new() { ["recorded_at"] = Hearts(truth, days).Last().Timestamp }, AssertSignal),
        new("withings_get_devices", (_, _) => [], (answer, truth, _) => Assert.Equal(
            truth.Devices.DistinctBy(owned => owned.Device.Id).Select(owned => owned.Device.Type).Order(StringComparer.Ordinal),
            answer.GetProperty("devices").EnumerateArray().Select(device => device.GetProperty("type").GetString()).Order(StringComparer.Ordinal))),
        new("withings_get_goals", (_, _) => [], AssertGoals),
        new("withings_status", (_, _) => [], (answer, _, _) => Assert.True(answer.GetProperty("is_connected").GetBoolean())),
    ];

    private static int? IfWorn(Workout workout, int figure) => workout.Device is null ? null : figure;

    private static IEnumerable<HeartRecording> Hearts(Truth truth, AskedDays days) => truth.Hearts.Where(heart => days.Have(heart.Timestamp)).OrderBy(heart => heart.Timestamp);

    private static void AssertSignal(JsonElement answer, Truth truth, AskedDays days)
    {
        var curve = Truth.SignalOf(Hearts(truth, days).Last());
        var signal = answer.GetProperty("signals").EnumerateArray().Single(one => one.GetProperty("kind").GetString() == "ecg");
        Assert.Equal(
            (curve.Count, curve.Min(), curve.Max()),
            (signal.GetProperty("sample_count").GetInt32(), signal.GetProperty("min_microvolts").GetInt32(), signal.GetProperty("max_microvolts").GetInt32()));
    }

    private static void AssertGoals(JsonElement answer, Truth truth, AskedDays days)
    {
        Assert.Equal(truth.Goals.Steps, answer.GetProperty("steps_per_day").GetInt32());
        Assert.Equal(truth.Goals.SleepSeconds, answer.GetProperty("sleep_seconds_per_night").GetInt32());
        Assert.Equal(TruthAsJson.Value(truth.Goals.Weight!), answer.GetProperty("weight_kg").GetDecimal());
    }
}
