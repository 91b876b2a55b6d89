using WithingsSync.Health;

namespace WithingsSync.Pipeline.Measures;

/// <summary>
/// Every measure number known from the documentation or from recordings (withings-api.md, appendix A). It stands in the pipeline because the
/// archive keeps numbers as they came and every reader of it must agree on what they mean (docs/decisions/0003).
/// </summary>
public static class MeasureCatalogue
{
    public static readonly IReadOnlyList<MeasureMeaning> All =
    [
        new(MeasureType.Weight, "weight", "kg", RecordKind.Weighing),
        new(MeasureType.Height, "height", "m", RecordKind.BodyMeasure),
        new(MeasureType.FatFreeMass, "fat_free_mass", "kg", RecordKind.Weighing),
        new(MeasureType.FatRatio, "fat_ratio", "%", RecordKind.Weighing),
        new(MeasureType.FatMass, "fat_mass", "kg", RecordKind.Weighing),
        new(MeasureType.Diastolic, "diastolic", "mmHg", RecordKind.BloodPressure),
        new(MeasureType.Systolic, "systolic", "mmHg", RecordKind.BloodPressure),
        new(MeasureType.HeartPulse, "heart_pulse", "bpm", RecordKind.BodyMeasure),
        new(MeasureType.Temperature, "temperature", "°C", RecordKind.Temperature),
        new(35, "legacy_oxygen_saturation", "%", RecordKind.BodyMeasure),
        new(MeasureType.OxygenSaturation, "oxygen_saturation", "%", RecordKind.OxygenSaturation),
        new(MeasureType.BodyTemperature, "body_temperature", "°C", RecordKind.Temperature),
        new(MeasureType.SkinTemperature, "skin_temperature", "°C", RecordKind.Temperature),
        new(MeasureType.MuscleMass, "muscle_mass", "kg", RecordKind.Weighing),
        new(MeasureType.Hydration, "hydration", "kg", RecordKind.Weighing),
        new(MeasureType.BoneMass, "bone_mass", "kg", RecordKind.Weighing),
        new(MeasureType.PulseWaveVelocity, "pulse_wave_velocity", "m/s", RecordKind.Weighing),
        new(119, "glucose", "mg/dL", RecordKind.BodyMeasure),
        new(123, "vo2_max", "ml/min/kg", RecordKind.BodyMeasure),
        new(130, "afib_result_ecg", "", RecordKind.BodyMeasure),
        new(135, "qrs_interval", "ms", RecordKind.BodyMeasure),
        new(136, "pr_interval", "ms", RecordKind.BodyMeasure),
        new(137, "qt_interval", "ms", RecordKind.BodyMeasure),
        new(138, "corrected_qt_interval", "ms", RecordKind.BodyMeasure),
        new(139, "afib_result_ppg", "", RecordKind.BodyMeasure),
        new(147, "urinary_ph", "", RecordKind.BodyMeasure),
        new(148, "urine_specific_gravity", "", RecordKind.BodyMeasure),
        new(151, "urinary_nitrites", "µmol/L", RecordKind.BodyMeasure),
        new(155, "vascular_age", "years", RecordKind.BodyMeasure),
        new(158, "nerve_health_left_foot", "µS", RecordKind.BodyMeasure),
        new(159, "nerve_health_right_foot", "µS", RecordKind.BodyMeasure),
        new(167, "nerve_health_feet", "", RecordKind.BodyMeasure),
        new(168, "extracellular_water", "kg", RecordKind.Weighing),
        new(169, "intracellular_water", "kg", RecordKind.Weighing),
        new(MeasureType.VisceralFat, "visceral_fat", "", RecordKind.Weighing),
        new(173, "segment_fat_free_mass", "kg", RecordKind.Weighing),
        new(174, "segment_fat_mass", "kg", RecordKind.Weighing),
        new(175, "segment_muscle_mass", "kg", RecordKind.Weighing),
        new(196, "electrodermal_activity_feet", "", RecordKind.BodyMeasure),
        new(197, "electrodermal_activity_left_foot", "", RecordKind.BodyMeasure),
        new(198, "electrodermal_activity_right_foot", "", RecordKind.BodyMeasure),
        new(204, "urinary_ketones", "mmol/L", RecordKind.BodyMeasure),
        new(205, "urinary_vitamin_c", "mmol/L", RecordKind.BodyMeasure),
        new(MeasureType.BasalMetabolicRate, "basal_metabolic_rate", "kcal/day", RecordKind.Weighing),
        new(MeasureType.MetabolicAge, "metabolic_age", "years", RecordKind.Weighing),
        new(229, "electrochemical_skin_conductance", "", RecordKind.BodyMeasure),
        new(248, "urinary_calcium", "mmol/L", RecordKind.BodyMeasure),
        new(249, "urinary_creatinine", "mmol/L", RecordKind.BodyMeasure),
        new(251, "urinary_calcium_creatinine_ratio", "mmol/mmol", RecordKind.BodyMeasure),
    ];

    private static readonly Dictionary<int, MeasureMeaning> ByType = All.ToDictionary(meaning => meaning.Type);

    /// <summary>The meaning of a number, or null for one not known yet.</summary>
    public static MeasureMeaning? Find(int type) => ByType.GetValueOrDefault(type);

    /// <summary>A name for any number: <c>type_999</c> for one not known yet.</summary>
    public static string Name(int type) => Find(type)?.Name ?? $"type_{type}";
}
