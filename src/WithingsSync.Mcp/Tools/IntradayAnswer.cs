using System.Text.Json;

namespace WithingsSync.Mcp.Tools;

/// <summary>What was noticed at one moment, or in the minutes that begin with it.</summary>
/// <param name="At">The moment, or the first of the minutes that are summed up.</param>
/// <param name="SampleCount">How many samples it stands for.</param>
public sealed record IntradayAnswer(DateTimeOffset At, int SampleCount)
{
    public decimal? Steps { get; init; }

    public decimal? DistanceM { get; init; }

    public decimal? ElevationFloors { get; init; }

    public decimal? ActiveKcal { get; init; }

    /// <summary>How long the steps or strokes took.</summary>
    public decimal? MovingSeconds { get; init; }

    public decimal? Strokes { get; init; }

    public decimal? PoolLaps { get; init; }

    /// <summary>The mean where several samples are summed up, as of all that follow.</summary>
    public decimal? HeartRateBpm { get; init; }

    public decimal? HeartRateMinBpm { get; init; }

    public decimal? HeartRateMaxBpm { get; init; }

    /// <summary>Measured by the watch of itself.</summary>
    public decimal? Spo2Percent { get; init; }

    public decimal? RmssdMs { get; init; }

    public decimal? SdnnMs { get; init; }

    public decimal? HrvQuality { get; init; }

    public decimal? CoreTemperatureC { get; init; }

    public decimal? RespiratoryRatePerMinute { get; init; }

    public decimal? ChestMovementsPerMinute { get; init; }

    /// <summary>Only of single samples.</summary>
    public string? Device { get; init; }

    /// <summary>Further figures of a single sample, under Withings' names; of several, the means of those that are numbers.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Other { get; init; }
}
