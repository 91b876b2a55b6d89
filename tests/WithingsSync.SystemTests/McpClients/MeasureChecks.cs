using System.Text.Json;
using WithingsSync.Simulator;
using WithingsSync.Simulator.Bodies;
using WithingsSync.SystemTests.Scene;
using Xunit;

namespace WithingsSync.SystemTests.McpClients;

/// <summary>The tools that read what scales, cuffs and thermometers measured.</summary>
internal static class MeasureChecks
{
    /// <summary>What <see cref="TakeTemperature"/> finds, in °C.</summary>
    public const decimal Temperature = 38.412m;

    private const int Weight = 1;

    public static readonly IReadOnlyList<ToolCheck> All =
    [
        ToolCheck.Lines(
            "withings_get_measurements", "measured_at", (truth, days) => Of(truth, days, Weight).Select(one => ToolCheck.Line(one.At, one.Value, At(truth, days, 6, one.At))),
            ["weight_kg", "fat_ratio_percent"], with: "weight_kg"),
        ToolCheck.Lines(
            "withings_get_blood_pressure", "measured_at",
            (truth, days) => Of(truth, days, 10).Select(one => ToolCheck.Line(one.At, one.Value, At(truth, days, 9, one.At), At(truth, days, 11, one.At))),
            ["systolic_mmhg", "diastolic_mmhg", "heart_rate_bpm"]),
        ToolCheck.Lines("withings_get_temperature", "measured_at", (truth, days) => Lines(truth, days, 12), ["temperature_celsius"], with: "temperature_celsius"),
        ToolCheck.Lines("withings_get_spo2", "measured_at", (truth, days) => Lines(truth, days, 54), ["oxygen_saturation_percent"]),
        ToolCheck.Lines("withings_get_body_measures", "measured_at", (truth, days) => Lines(truth, days, Weight), ["value"], more: ("types", "weight")),
        ToolCheck.Lines(
            "withings_get_hrv", "measured_at",
            (truth, days) => truth.Nights.Where(night => days.Have(night.Date)).OrderBy(night => night.End)
                .Select(night => ToolCheck.Line(night.End, Mean(truth, night, sample => sample.Rmssd), Mean(truth, night, sample => sample.Sdnn))),
            ["rmssd_ms", "sdnn_ms"], days: 3, with: "rmssd_ms"),
        new(
            "withings_trends", (_, days) => new() { ["kind"] = "weight", ["start_date"] = AskedDays.Text(days.Newest(7).First), ["end_date"] = AskedDays.Text(days.Last) }, AssertTrend),
    ];

    /// <summary>Simulated people are well; for the thermometer one has to be ill.</summary>
    public static void TakeTemperature(SimulatedWorld world, AskedDays days) =>
        world.AddGroup(Worlds.Demo, [new Measure(12, 38_412, -3)], new DateTimeOffset(days.Last, new(12, 0), TimeSpan.Zero));

    private static IEnumerable<string> Lines(Truth truth, AskedDays days, int type) => Of(truth, days, type).Select(one => ToolCheck.Line(one.At, one.Value));

    /// <summary>The measures of a type of the whole body, one for each moment, oldest first; goals and zeros are none.</summary>
    private static IEnumerable<(long At, decimal Value, int Attribution)> Of(Truth truth, AskedDays days, int type) =>
        truth.Groups.Where(group => group.Category == 1 && days.Have(group.Date) && group.Measures.Any(measure => Is(measure, type)))
            .GroupBy(group => group.Date)
            .Select(groups => groups.MaxBy(group => (group.Modified, group.Id))!)
            .OrderBy(group => group.Date)
            .Select(group => (group.Date, TruthAsJson.Value(group.Measures.First(measure => Is(measure, type))), group.Attribution));

    private static decimal? At(Truth truth, AskedDays days, int type, long at) => Of(truth, days, type).Where(one => one.At == at).Select(one => (decimal?)one.Value).FirstOrDefault();

    private static bool Is(Measure measure, int type) => measure.Type == type && measure.Value != 0 && measure.Position is (null or 7);

    private static decimal Mean(Truth truth, Night night, Func<SleepSample, int> value) =>
        Math.Round(night.Segments.SelectMany(segment => truth.SamplesOf(night, segment)).Where(sample => sample.Rmssd > 0).Average(sample => (decimal)value(sample)), 4);

    private static void AssertTrend(JsonElement answer, Truth truth, AskedDays days)
    {
        var now = days.Newest(7);
        var (these, those) = (Sure(truth, now), Sure(truth, now with { First = now.First.AddDays(-7), Last = now.First.AddDays(-1) }));
        Assert.True(these.Count > 0 && those.Count > 0);
        var figure = answer.GetProperty("figures").GetProperty("weight_kg");
        foreach (var (span, weights) in new[] { ("current", these), ("compared", those) })
        {
            Assert.Equal(
                (weights.Count, Mean(weights), weights.Min(), weights.Max()),
                (figure.GetProperty(span).GetProperty("count").GetInt32(), Number(figure.GetProperty(span), "mean"), Number(figure.GetProperty(span), "min"), Number(figure.GetProperty(span), "max")));
        }

        var change = Mean(these) - Mean(those);
        Assert.Equal((change, Math.Round(change / Mean(those) * 100, 4)), (Number(figure, "change"), Number(figure, "change_percent")));
        Assert.Equal("kg", answer.GetProperty("units").GetProperty("weight_kg").GetString());
        Assert.True(answer.GetProperty("is_complete").GetBoolean());
    }

    private static List<decimal> Sure(Truth truth, AskedDays days) => [.. Of(truth, days, Weight).Where(one => one.Attribution != 1).Select(one => one.Value)];

    private static decimal Mean(List<decimal> weights) => Math.Round(weights.Average(), 6);

    private static decimal Number(JsonElement line, string name) => line.GetProperty(name).GetDecimal();
}
