namespace WithingsSync.Withings;

/// <summary>What Withings notifies about, by the wire's numbers (withings-api.md §9.3). A number nobody documents is possible and means nothing to us.</summary>
public enum Appli
{
    /// <summary>Weight and body composition.</summary>
    Weight = 1,

    Temperature = 2,

    /// <summary>Blood pressure, pulse and oxygen saturation.</summary>
    Pressure = 4,

    /// <summary>Steps, distance and workouts of a day.</summary>
    Activity = 16,

    /// <summary>A night recorded or revised.</summary>
    Sleep = 44,

    /// <summary>The person changed, unlinked or deleted their account.</summary>
    Profile = 46,

    BedIn = 50,

    BedOut = 51,

    /// <summary>The sensor under the mattress was inflated.</summary>
    BedSensor = 52,

    /// <summary>A device without an account; for contract partners.</summary>
    UnlinkedDevice = 53,

    Ecg = 54,

    EcgFailed = 55,

    Glucose = 58,

    /// <summary>A survey was answered; for contract partners.</summary>
    Survey = 60,

    Stethoscope = 61,

    HeartRateVariability = 62,

    Urine = 63,

    BedOccupied = 98,

    BedEmpty = 99,

    BedPolled = 100,
}
