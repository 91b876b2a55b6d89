using WithingsSync.Fit.Writing;

namespace WithingsSync.Fit.Messages;

/// <summary>A person the records may belong to (FIT profile, message 3). The <c>...Setting</c> codes are profile type display_measure: 0 metric, 1 statute.</summary>
public readonly record struct UserProfileMessage
{
    internal static readonly MessageProfile<UserProfileMessage> Profile = new(3, "user_profile",
    [
        new NumberField<UserProfileMessage>(254, "message_index", BaseType.UInt16, (in m) => m.MessageIndex),
        new TextField<UserProfileMessage>(0, "friendly_name", (in m) => m.FriendlyName),
        new NumberField<UserProfileMessage>(1, "gender", BaseType.Enum, (in m) => (int?)m.Gender, largest: (uint)Messages.Gender.Male),
        new NumberField<UserProfileMessage>(2, "age", BaseType.UInt8, (in m) => m.Age, unit: "years"),
        new NumberField<UserProfileMessage>(3, "height", BaseType.UInt8, (in m) => m.Height, scale: 100, unit: "m"),
        new NumberField<UserProfileMessage>(4, "weight", BaseType.UInt16, (in m) => m.Weight, scale: 10, unit: "kg"),
        new NumberField<UserProfileMessage>(5, "language", BaseType.Enum, (in m) => m.Language),
        new NumberField<UserProfileMessage>(6, "elev_setting", BaseType.Enum, (in m) => m.ElevationSetting),
        new NumberField<UserProfileMessage>(7, "weight_setting", BaseType.Enum, (in m) => m.WeightSetting),
        new NumberField<UserProfileMessage>(8, "resting_heart_rate", BaseType.UInt8, (in m) => m.RestingHeartRate, unit: "bpm"),
        new NumberField<UserProfileMessage>(9, "default_max_running_heart_rate", BaseType.UInt8, (in m) => m.MaxRunningHeartRate, unit: "bpm"),
        new NumberField<UserProfileMessage>(10, "default_max_biking_heart_rate", BaseType.UInt8, (in m) => m.MaxBikingHeartRate, unit: "bpm"),
        new NumberField<UserProfileMessage>(11, "default_max_heart_rate", BaseType.UInt8, (in m) => m.MaxHeartRate, unit: "bpm"),
        new NumberField<UserProfileMessage>(12, "hr_setting", BaseType.Enum, (in m) => m.HeartRateSetting),
        new NumberField<UserProfileMessage>(13, "speed_setting", BaseType.Enum, (in m) => m.SpeedSetting),
        new NumberField<UserProfileMessage>(14, "dist_setting", BaseType.Enum, (in m) => m.DistanceSetting),
        new NumberField<UserProfileMessage>(16, "power_setting", BaseType.Enum, (in m) => m.PowerSetting),
        new NumberField<UserProfileMessage>(17, "activity_class", BaseType.Enum, (in m) => m.ActivityClass, largest: 100, flags: 0x80),
        new NumberField<UserProfileMessage>(18, "position_setting", BaseType.Enum, (in m) => m.PositionSetting),
        new NumberField<UserProfileMessage>(21, "temperature_setting", BaseType.Enum, (in m) => m.TemperatureSetting),
        new NumberField<UserProfileMessage>(22, "local_id", BaseType.UInt16, (in m) => m.LocalId),
        new BytesField<UserProfileMessage>(23, "global_id", (in m) => m.GlobalId),
        new NumberField<UserProfileMessage>(28, "wake_time", BaseType.UInt32, (in m) => Seconds(m.WakeTime), unit: "s"),
        new NumberField<UserProfileMessage>(29, "sleep_time", BaseType.UInt32, (in m) => Seconds(m.SleepTime), unit: "s"),
        new NumberField<UserProfileMessage>(30, "height_setting", BaseType.Enum, (in m) => m.HeightSetting),
        new NumberField<UserProfileMessage>(31, "user_running_step_length", BaseType.UInt16, (in m) => m.RunningStepLength, scale: 1000, unit: "m"),
        new NumberField<UserProfileMessage>(32, "user_walking_step_length", BaseType.UInt16, (in m) => m.WalkingStepLength, scale: 1000, unit: "m"),
        new NumberField<UserProfileMessage>(47, "depth_setting", BaseType.Enum, (in m) => m.DepthSetting),
        new NumberField<UserProfileMessage>(49, "dive_count", BaseType.UInt32, (in m) => m.DiveCount),
    ]);

    /// <summary>What a record's <c>UserProfileIndex</c> points to.</summary>
    public int? MessageIndex { get; init; }

    public string? FriendlyName { get; init; }

    public Gender? Gender { get; init; }

    /// <summary>Years, 0 to 254.</summary>
    public decimal? Age { get; init; }

    /// <summary>Metres, 0 to 2.54.</summary>
    public decimal? Height { get; init; }

    /// <summary>Kilograms, 0 to 6553.4.</summary>
    public decimal? Weight { get; init; }

    /// <summary>Profile type language.</summary>
    public int? Language { get; init; }

    public int? ElevationSetting { get; init; }

    public int? WeightSetting { get; init; }

    /// <summary>Beats a minute, 0 to 254; the next three likewise.</summary>
    public decimal? RestingHeartRate { get; init; }

    public decimal? MaxRunningHeartRate { get; init; }

    public decimal? MaxBikingHeartRate { get; init; }

    public decimal? MaxHeartRate { get; init; }

    /// <summary>Profile type display_heart.</summary>
    public int? HeartRateSetting { get; init; }

    public int? SpeedSetting { get; init; }

    public int? DistanceSetting { get; init; }

    /// <summary>Profile type display_power.</summary>
    public int? PowerSetting { get; init; }

    /// <summary>0 to 100, or with bit 7 set (128 to 228) an athlete's.</summary>
    public int? ActivityClass { get; init; }

    /// <summary>Profile type display_position.</summary>
    public int? PositionSetting { get; init; }

    public int? TemperatureSetting { get; init; }

    public int? LocalId { get; init; }

    /// <summary>At most 255 bytes; Garmin's are six.</summary>
    public ReadOnlyMemory<byte>? GlobalId { get; init; }

    /// <summary>Local time of day.</summary>
    public TimeOnly? WakeTime { get; init; }

    /// <summary>Local time of day.</summary>
    public TimeOnly? SleepTime { get; init; }

    public int? HeightSetting { get; init; }

    /// <summary>Metres, 0 to 65.534.</summary>
    public decimal? RunningStepLength { get; init; }

    /// <summary>Metres, 0 to 65.534.</summary>
    public decimal? WalkingStepLength { get; init; }

    public int? DepthSetting { get; init; }

    public long? DiveCount { get; init; }

    private static decimal? Seconds(TimeOnly? time) => time is { } given ? given.Ticks / TimeSpan.TicksPerSecond : null;
}
