using WithingsSync.Mcp.Tools;

namespace WithingsSync.Mcp.Trends;

/// <summary>What <c>withings_trends</c> can compare; a new kind is a line here.</summary>
internal static class TrendKinds
{
    public static readonly IReadOnlyList<TrendKind> All =
    [
        TrendKind.Of("weight", MeasurementsSource.Instance),
        TrendKind.Of("blood_pressure", BloodPressureSource.Instance),
        TrendKind.Of("temperature", TemperatureSource.Instance),
        TrendKind.Of("spo2", OxygenSource.Instance),
        TrendKind.Of("hrv", HrvSource.Instance),
        TrendKind.Of("activity", ActivitySource.Instance),
        TrendKind.Of("workouts", WorkoutSource.Instance),
        TrendKind.Of("sleep", SleepNightSource.Instance),
    ];

    public static readonly IReadOnlyList<string> Names = [.. All.Select(kind => kind.Name)];

    public static TrendKind? Find(string name) => All.FirstOrDefault(kind => kind.Name == name);
}
