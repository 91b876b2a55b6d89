namespace WithingsSync.Health;

/// <summary>What the person set out to reach (withings-api.md §8.2): steps a day, seconds of sleep, a weight. All absent when none is set.</summary>
public sealed record Goals : HealthRecord
{
    public int? Steps { get; init; }

    /// <summary>Seconds a night.</summary>
    public int? Sleep { get; init; }

    public ScaledNumber? Weight { get; init; }

    public Metrics Metrics { get; init; } = Metrics.None;
}
