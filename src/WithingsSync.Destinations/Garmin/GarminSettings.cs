namespace WithingsSync.Destinations.Garmin;

/// <summary>What a person wants at Garmin.</summary>
public sealed record GarminSettings
{
    public bool Weight { get; init; } = true;

    public bool BloodPressure { get; init; }

    public GarminTransport BloodPressureTransport { get; init; } = GarminTransport.Rest;

    public GarminMuscleMass MuscleMass { get; init; } = GarminMuscleMass.Measured;
}
