namespace WithingsSync.Pipeline.Pulling;

/// <summary>One endpoint of the source that yields records, in the order a full pull reads them: what is due in some follows from others.</summary>
public enum Feed
{
    /// <summary>Every measure of scales, cuffs and thermometers: <see cref="Health.MeasureGroup"/>.</summary>
    Measures,

    /// <summary>Daily totals: <see cref="Health.ActivityDay"/>.</summary>
    Activity,

    Workouts,

    /// <summary>Summaries of nights: <see cref="Health.SleepNight"/>.</summary>
    Nights,

    /// <summary>ECG list: <see cref="Health.HeartRecording"/>.</summary>
    Heart,

    Stetho,

    Devices,

    Goals,

    /// <summary>Hypnogram and curves of a night: <see cref="Health.SleepSegment"/>.</summary>
    Sleep,

    Intraday,

    /// <summary>ECG and stethoscope curves: <see cref="Health.RecordedSignal"/>.</summary>
    Signals,
}
