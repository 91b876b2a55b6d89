namespace WithingsSync.Simulator.Garmin;

/// <summary>A weigh-in as Garmin keeps it (section 2.2).</summary>
/// <param name="SamplePk">Garmin's key: the millisecond of its insertion.</param>
/// <param name="TimestampGmt">When it was measured.</param>
/// <param name="Grams">Body weight.</param>
public sealed record GarminWeighIn(long SamplePk, DateTimeOffset TimestampGmt, double Grams)
{
    public double? Bmi { get; init; }

    /// <summary>Per cent of the weight.</summary>
    public double? BodyFat { get; init; }

    /// <summary>Per cent of the weight.</summary>
    public double? BodyWater { get; init; }

    public double? BoneMassGrams { get; init; }

    public double? MuscleMassGrams { get; init; }

    /// <summary>1 to 9.</summary>
    public int? PhysiqueRating { get; init; }

    /// <summary>A rating, 1 to 59.</summary>
    public double? VisceralFat { get; init; }

    /// <summary>Years.</summary>
    public int? MetabolicAge { get; init; }

    public string SourceType { get; init; } = "MANUAL";

    /// <summary>The hash of the file it came in; <see langword="null"/> for one typed in.</summary>
    public string? FileHash { get; init; }
}
