namespace WithingsSync.Simulator.Bodies;

/// <summary>A day's totals as they are at <see cref="Modified"/>: with the watch, the sums of the day's samples so far.</summary>
public sealed record ActivityDay
{
    public required DateOnly Date { get; init; }

    public required long Modified { get; init; }

    /// <summary>Nothing when a phone counted the steps.</summary>
    public Device? Device { get; init; }

    public int Steps { get; init; }

    /// <summary>Metres.</summary>
    public double Distance { get; init; }

    /// <summary>Floors.</summary>
    public int Elevation { get; init; }

    /// <summary>Seconds of light movement.</summary>
    public int Soft { get; init; }

    /// <summary>Seconds.</summary>
    public int Moderate { get; init; }

    /// <summary>Seconds.</summary>
    public int Intense { get; init; }

    /// <summary>Active kilocalories.</summary>
    public double Calories { get; init; }

    /// <summary>Kilocalories of the whole body.</summary>
    public double TotalCalories { get; init; }

    public int? HeartRateAverage { get; init; }

    public int? HeartRateLowest { get; init; }

    public int? HeartRateHighest { get; init; }

    /// <summary>Seconds in the light, moderate, intense and maximal zone.</summary>
    public IReadOnlyList<int> HeartRateZones { get; init; } = [];
}
