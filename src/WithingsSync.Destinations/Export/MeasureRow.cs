using WithingsSync.Health;

namespace WithingsSync.Destinations.Export;

/// <summary>A measure in its group; the measure is null for a group without any, which is a row too.</summary>
/// <param name="Ordinal">Place in the group, from 0.</param>
internal readonly record struct MeasureRow(MeasureGroup Group, Measure? Measure, int Ordinal);
