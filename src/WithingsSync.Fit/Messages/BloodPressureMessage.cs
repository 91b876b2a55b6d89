using WithingsSync.Fit.Writing;

namespace WithingsSync.Fit.Messages;

/// <summary>A blood pressure (FIT profile, message 51), in whole millimetres of mercury.</summary>
/// <param name="Timestamp">When it was measured. A record whose time does not fit is left out of the file.</param>
public readonly record struct BloodPressureMessage(DateTimeOffset Timestamp) : ITimedMessage
{
    internal static readonly MessageProfile<BloodPressureMessage> Profile = new(51, "blood_pressure",
    [
        new TimeField<BloodPressureMessage>(253, "timestamp", (in m) => m.Timestamp),
        new NumberField<BloodPressureMessage>(0, "systolic_pressure", BaseType.UInt16, (in m) => m.SystolicPressure, unit: "mmHg"),
        new NumberField<BloodPressureMessage>(1, "diastolic_pressure", BaseType.UInt16, (in m) => m.DiastolicPressure, unit: "mmHg"),
        new NumberField<BloodPressureMessage>(2, "mean_arterial_pressure", BaseType.UInt16, (in m) => m.MeanArterialPressure, unit: "mmHg"),
        new NumberField<BloodPressureMessage>(3, "map_3_sample_mean", BaseType.UInt16, (in m) => m.ThreeSampleMean, unit: "mmHg"),
        new NumberField<BloodPressureMessage>(4, "map_morning_values", BaseType.UInt16, (in m) => m.MorningMean, unit: "mmHg"),
        new NumberField<BloodPressureMessage>(5, "map_evening_values", BaseType.UInt16, (in m) => m.EveningMean, unit: "mmHg"),
        new NumberField<BloodPressureMessage>(6, "heart_rate", BaseType.UInt8, (in m) => m.HeartRate, unit: "bpm"),
        new NumberField<BloodPressureMessage>(7, "heart_rate_type", BaseType.Enum, (in m) => (int?)m.HeartRateType, largest: (uint)Messages.HeartRateType.Irregular),
        new NumberField<BloodPressureMessage>(8, "status", BaseType.Enum, (in m) => (int?)m.Status, largest: (uint)BloodPressureStatus.IrregularHeartRate),
        new NumberField<BloodPressureMessage>(9, "user_profile_index", BaseType.UInt16, (in m) => m.UserProfileIndex),
    ],
    (in m) => m.Timestamp);

    /// <summary>Millimetres of mercury, 0 to 65534; the next five likewise.</summary>
    public decimal? SystolicPressure { get; init; }

    public decimal? DiastolicPressure { get; init; }

    public decimal? MeanArterialPressure { get; init; }

    /// <summary>Mean arterial pressure over three readings.</summary>
    public decimal? ThreeSampleMean { get; init; }

    /// <summary>Mean arterial pressure of the morning's readings.</summary>
    public decimal? MorningMean { get; init; }

    /// <summary>Mean arterial pressure of the evening's readings.</summary>
    public decimal? EveningMean { get; init; }

    /// <summary>Beats a minute, 0 to 254.</summary>
    public decimal? HeartRate { get; init; }

    public HeartRateType? HeartRateType { get; init; }

    public BloodPressureStatus? Status { get; init; }

    /// <summary>The <c>MessageIndex</c> of the person's profile in the same file.</summary>
    public int? UserProfileIndex { get; init; }
}
