using WithingsSync.Simulator;
using WithingsSync.Simulator.Bodies;
using WithingsSync.SystemTests.Scene;
using Xunit;

namespace WithingsSync.SystemTests.McpClients;

/// <summary>Every tool there is. A tool without an entry here fails a test.</summary>
internal static class ToolChecks
{
    public static readonly IReadOnlyList<ToolCheck> All =
    [
        ToolCheck.Lines(
            "withings_get_blood_pressure", "measured_at",
            (truth, days) => Groups(truth, days, 10).Select(group => ToolCheck.Line(group.Date, Value(group, 10), Value(group, 9), Value(group, 11))),
            ["systolic_mmhg", "diastolic_mmhg", "heart_rate_bpm"]),
        new("withings_status", (_, _) => [], (answer, _, _) => Assert.True(answer.GetProperty("is_connected").GetBoolean())),
    ];

    /// <summary>Measures of a type, oldest first.</summary>
    private static IEnumerable<MeasureGroup> Groups(Truth truth, AskedDays days, int type) =>
        truth.Groups.Where(group => group.Category == 1 && days.Have(group.Date) && group.Measures.Any(measure => measure.Type == type)).OrderBy(group => group.Date);

    private static decimal? Value(MeasureGroup group, int type) => group.Measures.FirstOrDefault(measure => measure.Type == type) is { } measure ? TruthAsJson.Value(measure) : null;
}
