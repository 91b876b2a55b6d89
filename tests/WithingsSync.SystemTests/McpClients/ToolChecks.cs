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
        new("withings_get_devices", (_, _) => [], AssertDevices),
        new("withings_get_goals", (_, _) => [], AssertGoals),
        new("withings_status", (_, _) => [], AssertStatus),
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

    private static void AssertDevices(JsonElement answer, Truth truth, AskedDays days)
    {
        var devices = answer.GetProperty("devices").EnumerateArray().ToList();
        var owned = truth.Devices.DistinctBy(one => one.Device.Id).ToList();
        Assert.Equal(owned.Select(one => one.Device.Type).Order(StringComparer.Ordinal), devices.Select(device => device.GetProperty("type").GetString()).Order(StringComparer.Ordinal));

        // Withings names no model of a sleep mat, nor what tells it from another.
        foreach (var one in owned.Where(one => one.Device.Type != "Sleep Monitor"))
        {
            var device = devices.Single(line => line.TryGetProperty("device_id", out var id) && id.GetString() == one.Device.Id);
            Assert.Equal((one.Device.Model, one.Device.Battery), (device.GetProperty("model").GetString(), device.GetProperty("battery").GetString()));
            Assert.True(one.LastUsed is null || device.GetProperty("last_session_at").GetDateTimeOffset().ToUnixTimeSeconds() >= one.LastUsed, device.ToString());
        }
    }

    /// <summary>Who has just connected has at least what was asked for before.</summary>
    private static void AssertStatus(JsonElement answer, Truth truth, AskedDays days)
    {
        Assert.True(answer.GetProperty("is_connected").GetBoolean());
        Assert.False(answer.TryGetProperty("how_to_connect", out _) || answer.TryGetProperty("problem", out _), answer.ToString());
        Assert.Equal((days.Zone.Id, "full"), (answer.GetProperty("time_zone").GetString(), answer.GetProperty("privacy").GetString()));
        var kinds = answer.GetProperty("stored").EnumerateArray().ToDictionary(kind => kind.GetProperty("kind").GetString()!, StringComparer.Ordinal);
        Assert.All(kinds.Values, kind => Assert.False(kind.GetProperty("not_granted").GetBoolean(), kind.ToString()));
        Assert.All(kinds.Values, kind => Assert.Subset(ClientCalls.Offered.ToHashSet(StringComparer.Ordinal), kind.GetProperty("tools").EnumerateArray().Select(tool => tool.GetString()!).ToHashSet(StringComparer.Ordinal)));
        Assert.Equal(truth.Devices.DistinctBy(one => one.Device.Id).Count(), kinds["devices"].GetProperty("count").GetInt32());
        AssertKind(kinds["workouts"], [.. truth.Workouts.Select(workout => workout.Start)], days);
        AssertKind(kinds["heart"], [.. truth.Hearts.Select(heart => heart.Timestamp)], days);
    }

    private static void AssertKind(JsonElement kind, List<long> moments, AskedDays days)
    {
        var asked = moments.Where(days.Have).ToList();
        Assert.True(kind.GetProperty("count").GetInt32() >= asked.Count, kind.ToString());
        var (first, last) = (kind.GetProperty("first").GetDateTimeOffset().ToUnixTimeSeconds(), kind.GetProperty("last").GetDateTimeOffset().ToUnixTimeSeconds());
        Assert.True(first >= moments.Min() && first <= asked.Min() && last >= asked.Max(), kind.ToString());
    }
}
