namespace WithingsSync.Simulator.Bodies;

/// <summary>A workout; its steps, distance and heart rates are those of the samples inside it.</summary>
public sealed record Workout
{
    public required long Id { get; init; }

    /// <summary>Appendix D: 1 walk, 2 run, 6 bicycling, 7 swimming …</summary>
    public required int Category { get; init; }

    public required long Start { get; init; }

    public required long End { get; init; }

    public required DateOnly Date { get; init; }

    public required long Modified { get; init; }

    /// <summary>0 by the device, 7 confirmed by the person.</summary>
    public int Attribution { get; init; }

    /// <summary>Nothing when a phone found it; then no metric is known either.</summary>
    public Device? Device { get; init; }

    /// <summary>Kilocalories.</summary>
    public int Calories { get; init; }

    public int Steps { get; init; }

    /// <summary>Metres.</summary>
    public int Distance { get; init; }

    public int Elevation { get; init; }

    public int Strokes { get; init; }

    public int PoolLaps { get; init; }

    public int HeartRateAverage { get; init; }

    public int HeartRateLowest { get; init; }

    public int HeartRateHighest { get; init; }

    public IReadOnlyList<int> HeartRateZones { get; init; } = [];

    /// <summary>The row is sent twice in one answer, as was recorded once (section 5.3).</summary>
    public bool SentTwice { get; init; }
}
