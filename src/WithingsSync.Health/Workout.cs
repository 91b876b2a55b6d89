namespace WithingsSync.Health;

/// <summary>One training session (withings-api.md §5.3). A figure of 0 usually means "not measured".</summary>
/// <param name="WorkoutId">The source's identity; one answer may hold it twice.</param>
/// <param name="Category">The source's number for the sport; new ones appear over time.</param>
public sealed record Workout(long WorkoutId, int Category, DateTimeOffset StartedAt, DateTimeOffset EndedAt, Metrics Metrics) : HealthRecord
{
    /// <summary>Day in the person's zone.</summary>
    public DateOnly? Date { get; init; }

    public DateTimeOffset? ModifiedAt { get; init; }

    public int? Attribution { get; init; }

    public string? DeviceId { get; init; }

    public string? HashDeviceId { get; init; }

    /// <summary>The source's number of the device model.</summary>
    public int? ModelId { get; init; }

    public string? TimeZone { get; init; }
}
