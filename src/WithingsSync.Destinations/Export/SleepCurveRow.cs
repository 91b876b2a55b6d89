using WithingsSync.Health;

namespace WithingsSync.Destinations.Export;

/// <summary>One value of one curve of a stage of sleep.</summary>
/// <param name="At">Unix seconds.</param>
internal readonly record struct SleepCurveRow(SleepSegment Segment, string Name, long At, decimal Value);
