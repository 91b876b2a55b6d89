using System.Text.Json;

namespace WithingsSync.Mcp.Tools;

/// <summary>The totals of one day.</summary>
/// <param name="Date">In the person's own zone.</param>
public sealed record ActivityAnswer(DateOnly Date)
{
    public decimal? Steps { get; init; }

    public decimal? DistanceM { get; init; }

    public decimal? ElevationFloors { get; init; }

    /// <summary>Burnt by moving.</summary>
    public decimal? ActiveKcal { get; init; }

    /// <summary>Burnt by moving and by living.</summary>
    public decimal? TotalKcal { get; init; }

    public decimal? SoftSeconds { get; init; }

    public decimal? ModerateSeconds { get; init; }

    public decimal? IntenseSeconds { get; init; }

    /// <summary>Moderate and intense.</summary>
    public decimal? ActiveSeconds { get; init; }

    public decimal? HeartRateMeanBpm { get; init; }

    public decimal? HeartRateMinBpm { get; init; }

    public decimal? HeartRateMaxBpm { get; init; }

    public decimal? HeartRateZoneLightSeconds { get; init; }

    public decimal? HeartRateZoneModerateSeconds { get; init; }

    public decimal? HeartRateZoneIntenseSeconds { get; init; }

    public decimal? HeartRateZoneMaximalSeconds { get; init; }

    /// <summary>True for a day that a phone or another service counted, which measures less.</summary>
    public bool? IsFromPhone { get; init; }

    public string? Device { get; init; }

    /// <summary>When Withings last reckoned the day anew.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>Further figures, under Withings' names.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Other { get; init; }

    internal DateTimeOffset StartsAt { get; init; }
}
