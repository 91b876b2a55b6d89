namespace WithingsSync.Mcp.Tools;

/// <summary>One reading of a cuff.</summary>
/// <param name="IsUncertain">The device could not tell whose it is.</param>
public sealed record BloodPressureAnswer(
    DateTimeOffset MeasuredAt, decimal SystolicMmhg, decimal DiastolicMmhg, decimal? HeartRateBpm = null, bool? IsUncertain = null, string? Device = null);
