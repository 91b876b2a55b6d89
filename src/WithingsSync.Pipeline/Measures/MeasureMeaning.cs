using WithingsSync.Health;

namespace WithingsSync.Pipeline.Measures;

/// <summary>What a measure number means.</summary>
/// <param name="Name">In our words, lower case with underscores: a column's or field's name.</param>
/// <param name="Unit">Of <c>value × 10^exponent</c>; empty when it has none.</param>
/// <param name="Kind">Which kind of record it belongs to.</param>
public sealed record MeasureMeaning(int Type, string Name, string Unit, RecordKind Kind);
