using WithingsSync.Fit.Messages;

namespace WithingsSync.Tests.Fit;

/// <summary>The way from a field's name in the FIT profile to the property that carries it.</summary>
internal static class FieldSetters
{
    public static readonly Dictionary<string, Func<WeightScaleMessage, decimal, WeightScaleMessage>> Weighing = new(StringComparer.Ordinal)
    {
        ["weight_scale.weight"] = (m, v) => m with { Weight = v },
        ["weight_scale.percent_fat"] = (m, v) => m with { PercentFat = v },
        ["weight_scale.percent_hydration"] = (m, v) => m with { PercentHydration = v },
        ["weight_scale.visceral_fat_mass"] = (m, v) => m with { VisceralFatMass = v },
        ["weight_scale.bone_mass"] = (m, v) => m with { BoneMass = v },
        ["weight_scale.muscle_mass"] = (m, v) => m with { MuscleMass = v },
        ["weight_scale.basal_met"] = (m, v) => m with { BasalMetabolicRate = v },
        ["weight_scale.physique_rating"] = (m, v) => m with { PhysiqueRating = v },
        ["weight_scale.active_met"] = (m, v) => m with { ActiveMetabolicRate = v },
        ["weight_scale.metabolic_age"] = (m, v) => m with { MetabolicAge = v },
        ["weight_scale.visceral_fat_rating"] = (m, v) => m with { VisceralFatRating = v },
        ["weight_scale.user_profile_index"] = (m, v) => m with { UserProfileIndex = (int)v },
        ["weight_scale.bmi"] = (m, v) => m with { BodyMassIndex = v },
    };

    public static readonly Dictionary<string, Func<BloodPressureMessage, decimal, BloodPressureMessage>> Pressure = new(StringComparer.Ordinal)
    {
        ["blood_pressure.systolic_pressure"] = (m, v) => m with { SystolicPressure = v },
        ["blood_pressure.diastolic_pressure"] = (m, v) => m with { DiastolicPressure = v },
        ["blood_pressure.mean_arterial_pressure"] = (m, v) => m with { MeanArterialPressure = v },
        ["blood_pressure.map_3_sample_mean"] = (m, v) => m with { ThreeSampleMean = v },
        ["blood_pressure.map_morning_values"] = (m, v) => m with { MorningMean = v },
        ["blood_pressure.map_evening_values"] = (m, v) => m with { EveningMean = v },
        ["blood_pressure.heart_rate"] = (m, v) => m with { HeartRate = v },
        ["blood_pressure.heart_rate_type"] = (m, v) => m with { HeartRateType = (HeartRateType)(int)v },
        ["blood_pressure.status"] = (m, v) => m with { Status = (BloodPressureStatus)(int)v },
        ["blood_pressure.user_profile_index"] = (m, v) => m with { UserProfileIndex = (int)v },
    };

    public static readonly Dictionary<string, Func<UserProfileMessage, decimal, UserProfileMessage>> Person = new(StringComparer.Ordinal)
    {
        ["user_profile.message_index"] = (m, v) => m with { MessageIndex = (int)v },
        ["user_profile.gender"] = (m, v) => m with { Gender = (Gender)(int)v },
        ["user_profile.age"] = (m, v) => m with { Age = v },
        ["user_profile.height"] = (m, v) => m with { Height = v },
        ["user_profile.weight"] = (m, v) => m with { Weight = v },
        ["user_profile.resting_heart_rate"] = (m, v) => m with { RestingHeartRate = v },
        ["user_profile.activity_class"] = (m, v) => m with { ActivityClass = (int)v },
        ["user_profile.user_running_step_length"] = (m, v) => m with { RunningStepLength = v },
        ["user_profile.user_walking_step_length"] = (m, v) => m with { WalkingStepLength = v },
        ["user_profile.dive_count"] = (m, v) => m with { DiveCount = (long)v },
    };

    public static readonly Dictionary<string, Func<DeviceInfoMessage, decimal, DeviceInfoMessage>> Device = new(StringComparer.Ordinal)
    {
        ["device_info.serial_number"] = (m, v) => m with { SerialNumber = (long)v },
        ["device_info.software_version"] = (m, v) => m with { SoftwareVersion = v },
        ["device_info.cum_operating_time"] = (m, v) => m with { CumulativeOperatingTime = v },
        ["device_info.battery_voltage"] = (m, v) => m with { BatteryVoltage = v },
        ["device_info.ant_transmission_type"] = (m, v) => m with { AntTransmissionType = (int)v },
        ["device_info.ant_device_number"] = (m, v) => m with { AntDeviceNumber = (int)v },
        ["device_info.battery_level"] = (m, v) => m with { BatteryLevel = v },
    };

    public static readonly Dictionary<string, Func<FileCreatorMessage, decimal, FileCreatorMessage>> Creator = new(StringComparer.Ordinal)
    {
        ["file_creator.software_version"] = (m, v) => m with { SoftwareVersion = (int)v },
        ["file_creator.hardware_version"] = (m, v) => m with { HardwareVersion = (int)v },
    };
}
