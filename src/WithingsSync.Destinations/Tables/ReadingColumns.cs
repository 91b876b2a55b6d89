using WithingsSync.Health;

namespace WithingsSync.Destinations.Tables;

/// <summary>The columns of weighings and of blood pressures. What a device measured is exact; what is reckoned from it has two places, half to even.</summary>
internal static class ReadingColumns
{
    public static readonly IReadOnlyList<Column<Weighing>> Weighing =
    [
        new("measured_at", row => Cell.Of(row.MeasuredAt)),
        new("weight_kg", row => Cell.Of(row.Weight.Value)),
        new("fat_ratio_percent", row => Cell.Of(row.FatRatio?.Value)),
        new("fat_mass_kg", row => Cell.Of(row.FatMass?.Value)),
        new("fat_free_mass_kg", row => Cell.Of(row.FatFreeMass?.Value)),
        new("muscle_mass_kg", row => Cell.Of(row.MuscleMass?.Value)),
        new("hydration_kg", row => Cell.Of(row.Hydration?.Value)),
        new("hydration_percent", row => Cell.Of(Reckoned(row.HydrationRatio?.Value))),
        new("bone_mass_kg", row => Cell.Of(row.BoneMass?.Value)),
        new("visceral_fat", row => Cell.Of(row.VisceralFat)),
        new("basal_metabolic_rate_kcal_per_day", row => Cell.Of(row.BasalMetabolicRate?.Value)),
        new("metabolic_age_years", row => Cell.Of(row.MetabolicAge)),
        new("heart_rate_bpm", row => Cell.Of(row.HeartRate?.Value)),
        new("pulse_wave_velocity_m_per_s", row => Cell.Of(row.PulseWaveVelocity?.Value)),
        new("height_m", row => Cell.Of(row.Height?.Value)),
        new("body_mass_index_kg_per_m2", row => Cell.Of(Reckoned(row.BodyMassIndex?.Value))),
        new("attribution", row => Cell.Of(AttributionNames.Of(row.Attribution))),
        new("model", row => Cell.Of(row.Model)),
    ];

    public static readonly IReadOnlyList<Column<BloodPressure>> BloodPressure =
    [
        new("measured_at", row => Cell.Of(row.MeasuredAt)),
        new("systolic_mmhg", row => Cell.Of(row.Systolic.Value)),
        new("diastolic_mmhg", row => Cell.Of(row.Diastolic.Value)),
        new("heart_rate_bpm", row => Cell.Of(row.HeartRate?.Value)),
        new("attribution", row => Cell.Of(AttributionNames.Of(row.Attribution))),
        new("model", row => Cell.Of(row.Model)),
    ];

    private static decimal? Reckoned(decimal? value) => value is { } exact ? decimal.Round(exact, 2, MidpointRounding.ToEven) : null;
}
