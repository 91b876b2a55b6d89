using WithingsSync.Pipeline.Measures;

namespace WithingsSync.Destinations.Export;

/// <summary>Which field of a FIT file a measure goes to (garmin-trainerroad-fit.md §4.2).</summary>
internal static class CarriedToFit
{
    public const string NoField = "not carried: FIT has no field";

    public static string Field(int type) => type switch
    {
        MeasureType.Weight => "weight_scale.weight",
        MeasureType.Height => "weight_scale.bmi (reckoned)",
        MeasureType.FatRatio => "weight_scale.percent_fat",
        MeasureType.Hydration => "weight_scale.percent_hydration (reckoned)",
        MeasureType.MuscleMass => "weight_scale.muscle_mass",
        MeasureType.BoneMass => "weight_scale.bone_mass",
        MeasureType.BasalMetabolicRate => "weight_scale.basal_met",
        MeasureType.MetabolicAge => "weight_scale.metabolic_age",
        MeasureType.VisceralFat => "weight_scale.visceral_fat_rating",
        MeasureType.Systolic => "blood_pressure.systolic_pressure",
        MeasureType.Diastolic => "blood_pressure.diastolic_pressure",
        MeasureType.HeartPulse => "blood_pressure.heart_rate (beside a pressure)",
        _ => NoField,
    };
}
