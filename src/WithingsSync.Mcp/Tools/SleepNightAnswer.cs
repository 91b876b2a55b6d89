using System.Text.Json;

namespace WithingsSync.Mcp.Tools;

/// <summary>One night or nap.</summary>
/// <param name="Date">The person's day on which it ended.</param>
public sealed record SleepNightAnswer(DateOnly Date, DateTimeOffset StartedAt, DateTimeOffset EndedAt)
{
    /// <summary>0 to 100.</summary>
    public decimal? SleepScore { get; init; }

    public decimal? TimeInBedSeconds { get; init; }

    public decimal? SleepSeconds { get; init; }

    public decimal? LightSeconds { get; init; }

    public decimal? DeepSeconds { get; init; }

    public decimal? RemSeconds { get; init; }

    public decimal? WakeSeconds { get; init; }

    /// <summary>Awake between falling asleep and getting up.</summary>
    public decimal? WakeAfterSleepOnsetSeconds { get; init; }

    public decimal? WakeUpCount { get; init; }

    public decimal? OutOfBedCount { get; init; }

    public decimal? RemEpisodeCount { get; init; }

    /// <summary>Asleep of the time in bed, in percent.</summary>
    public decimal? EfficiencyPercent { get; init; }

    /// <summary>Until falling asleep.</summary>
    public decimal? LatencySeconds { get; init; }

    /// <summary>From waking until getting up.</summary>
    public decimal? WakeUpLatencySeconds { get; init; }

    public decimal? HeartRateMeanBpm { get; init; }

    public decimal? HeartRateMinBpm { get; init; }

    public decimal? HeartRateMaxBpm { get; init; }

    public decimal? RespiratoryRateMeanPerMinute { get; init; }

    public decimal? RespiratoryRateMinPerMinute { get; init; }

    public decimal? RespiratoryRateMaxPerMinute { get; init; }

    /// <summary>Heart rate variability as the night began.</summary>
    public decimal? RmssdStartMs { get; init; }

    /// <summary>And as it ended.</summary>
    public decimal? RmssdEndMs { get; init; }

    public decimal? SnoringSeconds { get; init; }

    public decimal? SnoringEpisodeCount { get; init; }

    public decimal? ApneaHypopneaEventsPerHour { get; init; }

    /// <summary>Withings' index; it has no unit.</summary>
    public decimal? BreathingDisturbancesIntensity { get; init; }

    /// <summary>0 to 255.</summary>
    public decimal? MovementScoreMean { get; init; }

    public decimal? CoreTemperatureMeanC { get; init; }

    public decimal? CoreTemperatureMinC { get; init; }

    public decimal? CoreTemperatureMaxC { get; init; }

    /// <summary>Going to bed, falling asleep, waking and getting up, in their order.</summary>
    public IReadOnlyList<NightEventAnswer>? Events { get; init; }

    /// <summary>False while Withings still reckons the night.</summary>
    public bool? IsCompleted { get; init; }

    public string? Device { get; init; }

    /// <summary>When Withings last revised it.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>Further figures, under Withings' names.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Other { get; init; }

    /// <summary>Identifies the night at Withings.</summary>
    public long? NightId { get; init; }
}
