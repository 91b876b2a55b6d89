using System.Text.Json;
using WithingsSync.Simulator.Bodies;
using WithingsSync.SystemTests.Scene;

namespace WithingsSync.SystemTests.Mcp;

/// <summary>What the simulated body had, reckoned without our code.</summary>
internal static class Truths
{
    public static decimal Value(this MeasureGroup group, int type) => TruthAsJson.Value(group.Measures.First(measure => measure.Type == type));

    /// <summary>The measures of a type of the whole body, one for each moment, oldest first; goals and zeros are none.</summary>
    public static List<(DateTimeOffset At, decimal Value, int Attribution, string? Device)> Of(this ToolScene scene, int type) =>
    [
        .. scene.Truth.Groups.Where(group => group.Category == 1 && group.Measures.Any(measure => Is(measure, type)))
            .GroupBy(group => group.Date)
            .Select(groups => groups.MaxBy(group => (group.Modified, group.Id))!)
            .OrderBy(group => group.Date)
            .Select(group => (At(group.Date), TruthAsJson.Value(group.Measures.First(measure => Is(measure, type))), group.Attribution, group.Device?.Model)),
    ];

    public static DateTimeOffset At(long seconds) => DateTimeOffset.FromUnixTimeSeconds(seconds);

    public static DateOnly ParisDay(DateTimeOffset at) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, Worlds.Paris).DateTime);

    public static DateTimeOffset At(this JsonElement line) => line.GetProperty("measured_at").GetDateTimeOffset();

    /// <summary>The moments at which a figure was answered, with it.</summary>
    public static List<(DateTimeOffset At, decimal Value)> Readings(this JsonElement answer, string name) =>
        [.. answer.Records().Where(line => line.TryGetProperty(name, out _)).Select(line => (line.At(), line.Number(name)!.Value))];

    private static bool Is(Measure measure, int type) => measure.Type == type && measure.Value != 0 && measure.Position is (null or 7);
}
