namespace WithingsSync.Health;

/// <summary>
/// The summary of one night or nap (withings-api.md §6.2). Durations in seconds, sleep_efficiency 0–1, sleep_score 0–100, hr_* bpm, rr_* breaths/min;
/// −1 in apnea_hypopnea_index and breathing_disturbances_intensity means "not available". Revised for weeks after it first appears.
/// </summary>
public sealed record SleepNight(long NightId, DateTimeOffset StartedAt, DateTimeOffset EndedAt, DateOnly Date, Metrics Metrics) : HealthRecord
{
    public DateTimeOffset? CreatedAt { get; init; }

    public DateTimeOffset? ModifiedAt { get; init; }

    public string? TimeZone { get; init; }

    /// <summary>16 tracker, 32 sleep monitor.</summary>
    public int? SourceModel { get; init; }

    public int? ModelId { get; init; }

    public string? HashDeviceId { get; init; }

    public bool? Completed { get; init; }
}
