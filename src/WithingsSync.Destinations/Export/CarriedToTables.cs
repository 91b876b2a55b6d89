using WithingsSync.Health;
using WithingsSync.Pipeline.Measures;

namespace WithingsSync.Destinations.Export;

/// <summary>Which columns of the tables a measure goes to; the lossless one always.</summary>
internal static class CarriedToTables
{
    private const string Lossless = "measures.value";

    public static string Columns(int type, int? position)
    {
        var kind = MeasureCatalogue.Find(type)?.Kind;
        if (kind == RecordKind.Temperature)
        {
            return $"{Lossless}, temperature.temperature_celsius";
        }

        if (kind == RecordKind.OxygenSaturation)
        {
            return $"{Lossless}, oxygen_saturation.oxygen_saturation_percent";
        }

        return position is null && WholeBody(type) is { } columns ? $"{Lossless}, {columns}" : Lossless;
    }

    private static string? WholeBody(int type) => type switch
    {
        MeasureType.Weight => "weight.weight_kg",
        MeasureType.Height => "weight.height_m",
        MeasureType.FatFreeMass => "weight.fat_free_mass_kg",
        MeasureType.FatRatio => "weight.fat_ratio_percent",
        MeasureType.FatMass => "weight.fat_mass_kg",
        MeasureType.MuscleMass => "weight.muscle_mass_kg",
        MeasureType.Hydration => "weight.hydration_kg",
        MeasureType.BoneMass => "weight.bone_mass_kg",
        MeasureType.VisceralFat => "weight.visceral_fat",
        MeasureType.BasalMetabolicRate => "weight.basal_metabolic_rate_kcal_per_day",
        MeasureType.MetabolicAge => "weight.metabolic_age_years",
        MeasureType.PulseWaveVelocity => "weight.pulse_wave_velocity_m_per_s",
        MeasureType.HeartPulse => "weight.heart_rate_bpm, blood_pressure.heart_rate_bpm",
        MeasureType.Systolic => "blood_pressure.systolic_mmhg",
        MeasureType.Diastolic => "blood_pressure.diastolic_mmhg",
        _ => null,
    };
}
