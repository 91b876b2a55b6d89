namespace WithingsSync.Destinations.Garmin;

/// <summary>
/// What Garmin gets as muscle mass. It shows the number as skeletal muscle, while Withings measures all lean soft tissue, which is far more
/// (garmin-trainerroad-fit.md §2.5).
/// </summary>
public enum GarminMuscleMass
{
    /// <summary>Withings' number, as the Python tool sends it.</summary>
    Measured,

    /// <summary>An estimate, 0.57 of the fat-free mass: what Garmin's own scale gave in a recording.</summary>
    Skeletal,

    /// <summary>None.</summary>
    Omit,
}
