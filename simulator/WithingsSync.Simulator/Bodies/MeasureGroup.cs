namespace WithingsSync.Simulator.Bodies;

/// <summary>One group of getmeas as it is from <see cref="Modified"/> on. Times are Unix seconds.</summary>
public sealed record MeasureGroup
{
    public required long Id { get; init; }

    /// <summary>Whose it is, and who says so: section 4.4 of the reference.</summary>
    public int Attribution { get; init; }

    /// <summary>When it was measured.</summary>
    public required long Date { get; init; }

    /// <summary>When Withings stored it; far later than <see cref="Date"/> after a late sync.</summary>
    public required long Created { get; init; }

    public required long Modified { get; init; }

    /// <summary>1 a measure, 2 an objective.</summary>
    public int Category { get; init; } = 1;

    /// <summary>What measured it; nothing when a person typed it in.</summary>
    public Device? Device { get; init; }

    public required IReadOnlyList<Measure> Measures { get; init; }
}
