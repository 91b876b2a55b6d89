namespace WithingsSync.Health;

/// <summary>A thing that measures (withings-api.md §8.1). <see cref="LastSessionAt"/> tells "has not synchronised" from "nothing measured".</summary>
public sealed record Device(string DeviceId) : HealthRecord
{
    /// <summary>Scale, Blood Pressure Monitor, Activity Tracker, Sleep Monitor …: the source's word.</summary>
    public string? Type { get; init; }

    /// <summary>May be empty for a device that has one.</summary>
    public string? Model { get; init; }

    public int? ModelId { get; init; }

    /// <summary>high (over 75 %), medium (over 30 %), low or unknown.</summary>
    public string? Battery { get; init; }

    public string? HashDeviceId { get; init; }

    public string? TimeZone { get; init; }

    public DateTimeOffset? FirstSessionAt { get; init; }

    public DateTimeOffset? LastSessionAt { get; init; }

    public Metrics Metrics { get; init; } = Metrics.None;
}
