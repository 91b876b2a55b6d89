using System.Text.Json;

namespace WithingsSync.Mcp.Tools;

/// <summary>One training session.</summary>
/// <param name="Sport">Its name, or <c>category_999</c> for a number not known yet.</param>
/// <param name="Category">Withings' number of the sport.</param>
/// <param name="DurationSeconds">From its start to its end, pauses included.</param>
public sealed record WorkoutAnswer(DateTimeOffset StartedAt, DateTimeOffset EndedAt, string Sport, int Category, decimal DurationSeconds)
{
    public DateOnly? Date { get; init; }

    public decimal? PauseSeconds { get; init; }

    public decimal? Kcal { get; init; }

    /// <summary>0 to 100.</summary>
    public decimal? Intensity { get; init; }

    public decimal? DistanceM { get; init; }

    public decimal? Steps { get; init; }

    public decimal? ElevationFloors { get; init; }

    public decimal? HeartRateMeanBpm { get; init; }

    public decimal? HeartRateMinBpm { get; init; }

    public decimal? HeartRateMaxBpm { get; init; }

    public decimal? HeartRateZoneLightSeconds { get; init; }

    public decimal? HeartRateZoneModerateSeconds { get; init; }

    public decimal? HeartRateZoneIntenseSeconds { get; init; }

    public decimal? HeartRateZoneMaximalSeconds { get; init; }

    public decimal? Spo2MeanPercent { get; init; }

    public decimal? PoolLaps { get; init; }

    public decimal? PoolLengthM { get; init; }

    public decimal? Strokes { get; init; }

    /// <summary>Entered by hand.</summary>
    public decimal? ManualDistanceM { get; init; }

    /// <summary>Entered by hand.</summary>
    public decimal? ManualKcal { get; init; }

    public string? Device { get; init; }

    /// <summary>Further figures, under Withings' names.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Other { get; init; }

    /// <summary>Identifies the workout at Withings.</summary>
    public long? WorkoutId { get; init; }
}
