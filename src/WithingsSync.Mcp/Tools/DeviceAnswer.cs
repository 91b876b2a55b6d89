using System.Text.Json;

namespace WithingsSync.Mcp.Tools;

/// <summary>A thing that measures the person.</summary>
/// <param name="Type">Scale, Blood Pressure Monitor, Activity Tracker, Sleep Monitor …: Withings' word.</param>
public sealed record DeviceAnswer(string? Type = null)
{
    /// <summary>May be missing for a device that has one; then <see cref="Type"/> tells what it is.</summary>
    public string? Model { get; init; }

    /// <summary>Withings' number of the model.</summary>
    public int? ModelId { get; init; }

    /// <summary>high (over 75 %), medium (over 30 %), low or unknown.</summary>
    public string? Battery { get; init; }

    public DateTimeOffset? FirstSessionAt { get; init; }

    /// <summary>When it last synchronised: what it measured later is not at Withings yet.</summary>
    public DateTimeOffset? LastSessionAt { get; init; }

    public string? TimeZone { get; init; }

    public string? DeviceId { get; init; }

    /// <summary>Further figures, under Withings' names.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Other { get; init; }
}
