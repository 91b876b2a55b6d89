namespace WithingsSync.Mcp.Tools;

/// <summary>One time on the scale; what it did not measure is absent.</summary>
/// <param name="VisceralFatIndex">Without a unit.</param>
/// <param name="HydrationPercent">Water as a share of the weight.</param>
/// <param name="IsUncertain">The scale could not tell whose it is.</param>
/// <param name="IsManual">Typed in.</param>
public sealed record MeasurementAnswer(
    DateTimeOffset MeasuredAt,
    decimal? WeightKg = null,
    decimal? BodyMassIndexKgPerM2 = null,
    decimal? FatRatioPercent = null,
    decimal? FatMassKg = null,
    decimal? FatFreeMassKg = null,
    decimal? MuscleMassKg = null,
    decimal? BoneMassKg = null,
    decimal? HydrationKg = null,
    decimal? HydrationPercent = null,
    decimal? ExtracellularWaterKg = null,
    decimal? IntracellularWaterKg = null,
    decimal? VisceralFatIndex = null,
    decimal? BasalMetabolicRateKcalPerDay = null,
    decimal? MetabolicAgeYears = null,
    decimal? PulseWaveVelocityMPerS = null,
    decimal? VascularAgeYears = null,
    decimal? HeartRateBpm = null,
    bool? IsUncertain = null,
    bool? IsManual = null,
    string? Device = null);
