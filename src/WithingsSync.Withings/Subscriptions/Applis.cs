using WithingsSync.Pipeline.Pulling;

namespace WithingsSync.Withings;

/// <summary>What the categories of notifications lead to, and what they need (withings-api.md §9.3).</summary>
public static class Applis
{
    private const string Metrics = "user.metrics";

    /// <summary>The specification's seven, and the profile: who leaves at Withings is to be known here.</summary>
    public static readonly IReadOnlyList<Appli> Wanted =
        [Appli.Weight, Appli.Temperature, Appli.Pressure, Appli.Activity, Appli.Sleep, Appli.Ecg, Appli.HeartRateVariability, Appli.Profile];

    /// <summary>What may have changed; nothing for events that leave no record, and for numbers we do not know.</summary>
    public static IReadOnlyList<Feed> Feeds(this Appli appli) => appli switch
    {
        Appli.Weight or Appli.Temperature or Appli.Pressure or Appli.Glucose or Appli.Urine => [Feed.Measures],

        // Intraday samples are read when the day is over, not at each of its many notifications.
        Appli.Activity => [Feed.Activity, Feed.Workouts],
        Appli.Sleep => [Feed.Nights, Feed.Sleep],

        // The intervals of an ECG are measures.
        Appli.Ecg => [Feed.Heart, Feed.Measures, Feed.Signals],
        Appli.Stethoscope => [Feed.Stetho, Feed.Signals],

        // Its page says "measures", but no type of measure is a variability: those figures stand in the nights and their curves.
        Appli.HeartRateVariability => [Feed.Measures, Feed.Nights, Feed.Sleep],
        _ => [],
    };

    /// <summary>The scope without which Withings refuses to subscribe; null where none that can be asked for suffices, or nobody knows.</summary>
    public static string? Scope(this Appli appli) => appli switch
    {
        Appli.Weight or Appli.Temperature or Appli.Pressure or Appli.Ecg or Appli.EcgFailed or Appli.Glucose or Appli.Stethoscope
            or Appli.HeartRateVariability or Appli.Urine => Metrics,
        Appli.Activity or Appli.Sleep => "user.activity",
        Appli.Profile => "user.info",
        Appli.BedIn or Appli.BedOut or Appli.BedSensor or Appli.BedOccupied or Appli.BedEmpty or Appli.BedPolled => "user.sleepevents",
        _ => null,
    };
}
