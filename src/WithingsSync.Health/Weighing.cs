namespace WithingsSync.Health;

/// <summary>One time on the scale: a mass and what the scale made of it. Absent figures were not measured.</summary>
public sealed record Weighing(DateTimeOffset MeasuredAt, Kilograms Weight)
{
    public Percent? FatRatio { get; init; }

    public Kilograms? FatMass { get; init; }

    public Kilograms? FatFreeMass { get; init; }

    /// <summary>Lean soft tissue as Withings reckons it; not comparable with the skeletal muscle of other makes.</summary>
    public Kilograms? MuscleMass { get; init; }

    public Kilograms? Hydration { get; init; }

    public Kilograms? BoneMass { get; init; }

    /// <summary>Unitless index.</summary>
    public decimal? VisceralFat { get; init; }

    public KilocaloriesPerDay? BasalMetabolicRate { get; init; }

    /// <summary>Years.</summary>
    public decimal? MetabolicAge { get; init; }

    public BeatsPerMinute? HeartRate { get; init; }

    public MetresPerSecond? PulseWaveVelocity { get; init; }

    /// <summary>The person's height when it was taken, for the body mass index.</summary>
    public Metres? Height { get; init; }

    public int Attribution { get; init; }

    public string? Model { get; init; }

    /// <summary>Water as a share of the mass, which is what Garmin wants where Withings sends kilograms.</summary>
    public Percent? HydrationRatio => Hydration is { } water && Quotient(water.Value, Weight.Value) is { } share ? new(share * 100) : null;

    /// <summary>Mass over height squared; null without a height of a body (over a centimetre, under a hundred metres).</summary>
    public KilogramsPerSquareMetre? BodyMassIndex =>
        Height is { Value: > 0.01m and < 100 } height && Quotient(Weight.Value, height.Value * height.Value) is { } index ? new(index) : null;

    /// <summary>Null when no body has such figures: a damaged number must not stop the good ones beside it.</summary>
    private static decimal? Quotient(decimal dividend, decimal divisor) =>
        divisor > 0 && (double)dividend / (double)divisor is > -1e6 and < 1e6 ? dividend / divisor : null;
}
