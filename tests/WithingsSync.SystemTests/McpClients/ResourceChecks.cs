using System.Text.Json;
using WithingsSync.Simulator;
using WithingsSync.Simulator.Bodies;
using Xunit;

namespace WithingsSync.SystemTests.McpClients;

/// <summary>What a person has behind an address: a day, a night, the signal of a heart.</summary>
internal static class ResourceChecks
{
    private static readonly string[] SleepStates = ["awake", "light", "deep", "rem"];

    public static readonly IReadOnlyList<ResourceCheck> All =
    [
        new("day", (_, days) => $"withings://day/{AskedDays.Text(days.Last)}", AssertDay),
        new("night", (truth, days) => $"withings://night/{AskedDays.Text(NightOf(truth, days))}", AssertNight),
        new("heart_signal", (truth, days) => $"withings://heart/{HeartOf(truth, days).Timestamp}/signal", AssertSignal),
    ];

    public static ResourceCheck Of(string name) => All.Single(one => one.Name == name);

    private static DateOnly NightOf(Truth truth, AskedDays days) => truth.Nights.Where(night => days.Have(night.Date)).Max(night => night.Date);

    private static HeartRecording HeartOf(Truth truth, AskedDays days) => truth.Hearts.Where(heart => days.Have(heart.Timestamp)).MaxBy(heart => heart.Timestamp)!;

    private static void AssertDay(JsonElement document, Truth truth, AskedDays days)
    {
        Assert.Equal((AskedDays.Text(days.Last), days.Zone.Id, true), (document.GetProperty("date").GetString(), document.GetProperty("time_zone").GetString(), document.GetProperty("is_complete").GetBoolean()));
        var activity = Assert.Single(document.GetProperty("activity").EnumerateArray());
        var day = truth.Activities.Single(one => one.Date == days.Last);
        Assert.Equal((day.Steps, day.HeartRateAverage), (activity.GetProperty("steps").GetInt32(), activity.GetProperty("heart_rate_mean_bpm").GetInt32()));
        var warm = Assert.Single(document.GetProperty("temperature").EnumerateArray());
        Assert.Equal(MeasureChecks.Temperature, warm.GetProperty("temperature_celsius").GetDecimal());
    }

    private static void AssertNight(JsonElement document, Truth truth, AskedDays days)
    {
        var nights = truth.Nights.Where(night => night.Date == NightOf(truth, days)).OrderBy(night => night.Start).ToList();
        Assert.Equal(
            nights.Select(night => (night.Score, night.Asleep)).Order(),
            document.GetProperty("nights").EnumerateArray().Select(line => (line.GetProperty("sleep_score").GetInt32(), line.GetProperty("sleep_seconds").GetInt64())).Order());
        Assert.Equal(
            nights.SelectMany(night => night.Segments).OrderBy(segment => segment.Start).Select(segment => (SleepStates[segment.State], segment.Start, segment.End)),
            document.GetProperty("stages").EnumerateArray().Select(stage => (stage.GetProperty("state").GetString()!, Seconds(stage, "started_at"), Seconds(stage, "ended_at"))));
    }

    private static void AssertSignal(JsonElement document, Truth truth, AskedDays days)
    {
        var heart = HeartOf(truth, days);
        Assert.Equal(heart.Timestamp, Seconds(document, "recorded_at"));
        var signal = document.GetProperty("signals").EnumerateArray().Single(one => one.GetProperty("kind").GetString() == "ecg");
        Assert.Equal(Truth.SignalOf(heart), signal.GetProperty("samples").EnumerateArray().Select(sample => sample.GetInt32()));
    }

    private static long Seconds(JsonElement line, string name) => line.GetProperty(name).GetDateTimeOffset().ToUnixTimeSeconds();
}
