namespace WithingsSync.Destinations.Garmin;

/// <summary>How a blood pressure goes to Garmin (garmin-trainerroad-fit.md §2.4).</summary>
public enum GarminTransport
{
    /// <summary>One call for each, answered with what was stored.</summary>
    Rest,

    /// <summary>As a FIT file, which Garmin shows only in some countries.</summary>
    Fit,
}
