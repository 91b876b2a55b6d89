using WithingsSync.Fit.Messages;

namespace WithingsSync.Tests.Fit;

/// <summary>Messages in which every field has a value, and each a different one.</summary>
internal static class EveryField
{
    public static readonly UserProfileMessage Person = new()
    {
        MessageIndex = 0,
        FriendlyName = "Ana",
        Gender = Gender.Male,
        Age = 41,
        Height = 1.82m,
        Weight = 80.5m,
        Language = 3,
        ElevationSetting = 0,
        WeightSetting = 1,
        RestingHeartRate = 52,
        MaxRunningHeartRate = 181,
        MaxBikingHeartRate = 176,
        MaxHeartRate = 184,
        HeartRateSetting = 2,
        SpeedSetting = 0,
        DistanceSetting = 1,
        PowerSetting = 1,
        ActivityClass = 0x80 | 61,
        PositionSetting = 1,
        TemperatureSetting = 0,
        LocalId = 7,
        GlobalId = new byte[] { 1, 2, 0xFF, 4, 5, 6 },
        WakeTime = new(6, 30),
        SleepTime = new(22, 45, 10),
        HeightSetting = 0,
        RunningStepLength = 1.125m,
        WalkingStepLength = 0.743m,
        DepthSetting = 1,
        DiveCount = 12,
    };

    public static DeviceInfoMessage Device(DateTimeOffset timestamp) => new()
    {
        Timestamp = timestamp,
        DeviceIndex = 0,
        DeviceType = 119,
        Manufacturer = 255,
        SerialNumber = 4_000_000_000,
        Product = 3461,
        SoftwareVersion = 4.21m,
        HardwareVersion = 9,
        CumulativeOperatingTime = 123_456,
        BatteryVoltage = 3.5m,
        BatteryStatus = 3,
        SensorPosition = 5,
        Descriptor = "scale",
        AntTransmissionType = 1,
        AntDeviceNumber = 65_535,
        AntNetwork = 1,
        SourceType = 1,
        ProductName = "Body Scan",
        BatteryLevel = 87,
    };

    public static WeightScaleMessage Weighing(DateTimeOffset timestamp) => new(timestamp)
    {
        Weight = 81.675m,
        PercentFat = 25.005m,
        PercentHydration = 54.81m,
        VisceralFatMass = 1.2m,
        BoneMass = 3.08m,
        MuscleMass = 64.35m,
        BasalMetabolicRate = 1780.25m,
        PhysiqueRating = 9,
        ActiveMetabolicRate = 2501.5m,
        MetabolicAge = 38,
        VisceralFatRating = 59,
        UserProfileIndex = 0,
        BodyMassIndex = 24.3m,
    };

    public static BloodPressureMessage Pressure(DateTimeOffset timestamp) => new(timestamp)
    {
        SystolicPressure = 121,
        DiastolicPressure = 78,
        MeanArterialPressure = 92,
        ThreeSampleMean = 93,
        MorningMean = 94,
        EveningMean = 95,
        HeartRate = 62,
        HeartRateType = HeartRateType.Irregular,
        Status = BloodPressureStatus.IrregularHeartRate,
        UserProfileIndex = 0,
    };
}
