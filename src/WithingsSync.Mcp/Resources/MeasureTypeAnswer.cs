namespace WithingsSync.Mcp.Resources;

/// <summary>One measure number.</summary>
/// <param name="Unit">Null when it has none.</param>
public sealed record MeasureTypeAnswer(int Type, string Name, string? Unit = null);
