namespace WithingsSync.Mcp.Tools;

/// <summary>One reading of an oximeter.</summary>
/// <param name="IsUncertain">The device could not tell whose it is.</param>
/// <param name="IsManual">Typed in.</param>
public sealed record OxygenAnswer(DateTimeOffset MeasuredAt, decimal OxygenSaturationPercent, bool? IsUncertain = null, bool? IsManual = null, string? Device = null);
