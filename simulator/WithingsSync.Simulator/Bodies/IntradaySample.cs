namespace WithingsSync.Simulator.Bodies;

/// <summary>What the watch noted at one instant; only what was measured then is set (section 5.2).</summary>
public sealed record IntradaySample(long At)
{
    public int? Steps { get; init; }

    /// <summary>Seconds that the steps or strokes took.</summary>
    public int? Duration { get; init; }

    /// <summary>Metres.</summary>
    public double? Distance { get; init; }

    /// <summary>Floors.</summary>
    public int? Elevation { get; init; }

    /// <summary>Active kilocalories.</summary>
    public double? Calories { get; init; }

    public int? Strokes { get; init; }

    public int? PoolLaps { get; init; }

    public int? HeartRate { get; init; }

    /// <summary>Percent.</summary>
    public int? Oxygen { get; init; }

    /// <summary>Milliseconds.</summary>
    public int? Rmssd { get; init; }

    /// <summary>Milliseconds.</summary>
    public int? Sdnn { get; init; }

    public int? HrvQuality { get; init; }

    /// <summary>Degrees Celsius.</summary>
    public double? CoreTemperature { get; init; }

    /// <summary>Breaths per minute.</summary>
    public int? BreathRate { get; init; }
}
