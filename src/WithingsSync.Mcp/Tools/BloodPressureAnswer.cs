namespace WithingsSync.Mcp.Tools;

/// <summary>One reading of a cuff.</summary>
/// <param name="IsUncertain">The device could not tell whose it is.</param>
/// <param name="IsManual">A person typed it in.</param>
public sealed record BloodPressureAnswer(
    DateTimeOffset MeasuredAt, decimal SystolicMmhg, decimal DiastolicMmhg, decimal? HeartRateBpm = null, bool? IsUncertain = null, bool? IsManual = null, string? Device = null);
