namespace WithingsSync.Mcp.Tools;

/// <summary>The temperatures of one moment.</summary>
/// <param name="TemperatureCelsius">Measure type 12: as the thermometer reads it.</param>
/// <param name="BodyTemperatureCelsius">Measure type 71.</param>
/// <param name="SkinTemperatureCelsius">Measure type 73.</param>
/// <param name="IsUncertain">The device could not tell whose it is.</param>
/// <param name="IsManual">Typed in.</param>
public sealed record TemperatureAnswer(
    DateTimeOffset MeasuredAt,
    decimal? TemperatureCelsius = null,
    decimal? BodyTemperatureCelsius = null,
    decimal? SkinTemperatureCelsius = null,
    bool? IsUncertain = null,
    bool? IsManual = null,
    string? Device = null);
