using WithingsSync.Mcp.Tools;

namespace WithingsSync.Mcp.Resources;

/// <summary>What a day consists of, in the order in which it is told.</summary>
internal static class Sections
{
    public static readonly IReadOnlyList<Section> All =
    [
        Section.Of("measurements", MeasurementsSource.Instance),
        Section.Of("blood_pressure", BloodPressureSource.Instance),
        Section.Of("temperature", TemperatureSource.Instance),
        Section.Of("spo2", OxygenSource.Instance),
        Section.Of("activity", ActivitySource.Instance),
        Section.Of("workouts", WorkoutSource.Instance),
        Section.Of("sleep", SleepNightSource.Instance),
        Section.Of("heart", HeartSource.Instance),
    ];
}
