using WithingsSync.Pipeline.Measures;

namespace WithingsSync.Destinations.JsonFile;

/// <summary>
/// The labels of the Python tool's JSON file (garmin-trainerroad-fit.md §5.4), so that scripts that read it go on working. Where two measures
/// shared a label there, or had none, they have one of their own here: docs/compatibility.md lists each.
/// </summary>
internal static class UpstreamLabels
{
    private static readonly Dictionary<int, UpstreamLabel> Known = new()
    {
        [MeasureType.Weight] = new("Weight", "kg"),
        [MeasureType.Height] = new("Height", "meter"),
        [MeasureType.FatFreeMass] = new("Fat_Free_Mass", "kg"),
        [MeasureType.FatRatio] = new("Fat_Ratio", "%"),
        [MeasureType.FatMass] = new("Fat_Mass_Weight", "kg"),
        [MeasureType.Diastolic] = new("Diastolic_Blood_Pressure", "mmHg"),
        [MeasureType.Systolic] = new("Systolic_Blood_Pressure", "mmHg"),
        [MeasureType.HeartPulse] = new("Heart_Pulse", "bpm"),
        [MeasureType.Temperature] = new("Temperature", "celsius"),
        [MeasureType.OxygenSaturation] = new("SP02", "%"),
        [MeasureType.BodyTemperature] = new("Body_Temperature", "celsius"),
        [MeasureType.SkinTemperature] = new("Skin_Temperature", "celsius"),
        [MeasureType.MuscleMass] = new("Muscle_Mass", "kg"),
        [MeasureType.Hydration] = new("Hydration", "kg"),
        [MeasureType.BoneMass] = new("Bone_Mass", "kg"),
        [MeasureType.PulseWaveVelocity] = new("Pulse_Wave_Velocity", "m/s"),
        [123] = new("VO2_max", "ml/min/kg"),
        [130] = new("Atrial_fibrillation_result", ""), // a class, not the milliseconds it is called upstream
        [135] = new("QRS_interval_duration_based_on_ECG_signal", "ms"),
        [136] = new("PR_interval_duration_based_on_ECG_signal", "ms"),
        [137] = new("QT_interval_duration_based_on_ECG_signal", "ms"),
        [138] = new("Corrected_QT_interval_duration_based_on_ECG_signal", "ms"),
        [139] = new("Atrial_fibrillation_result_from_PPG", ""), // likewise a class
        [155] = new("Vascular_age", "years"),
        [158] = new("Nerve_Health_Score_left_foot", ""),
        [159] = new("Nerve_Health_Score_right_foot", ""),
        [167] = new("Nerve_Health_Score_feet", ""),
        [168] = new("Extracellular_Water", "kg"),
        [169] = new("Intracellular_Water", "kg"),
        [MeasureType.VisceralFat] = new("Visceral_Fat", ""), // upstream: a second Extracellular_Water, in kg
        [173] = new("Fat_Free_Mass_for_segments_in_mass_unit", "kg"),
        [174] = new("Fat_Mass_for_segments_in_mass_unit", "kg"),
        [175] = new("Muscle_Mass_for_segments_in_mass_unit", "kg"),
        [196] = new("Electrodermal_activity_feet", ""),
        [197] = new("Electrodermal_activity_left_foot", ""),
        [198] = new("Electrodermal_activity_right_foot", ""),
    };

    /// <summary>
    /// The label of a measure; that of a part of the body names the part. Every number has one: from the catalogue if the Python tool knows none,
    /// else <c>unknown_999</c>.
    /// </summary>
    public static UpstreamLabel Of(int type, int? position)
    {
        var label = Known.TryGetValue(type, out var known) ? known : Of(type);
        return BodyPosition.IsWhole(position) ? label : label with { Name = $"{label.Name}_{BodyPosition.Name(position!.Value)}" };
    }

    private static UpstreamLabel Of(int type) =>
        MeasureCatalogue.Find(type) is { } meaning ? new(Capitalised(meaning.Name), meaning.Unit) : new($"unknown_{type}", "");

    private static string Capitalised(string name) => string.Join('_', name.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
}
