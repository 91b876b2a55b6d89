namespace WithingsSync.Health;

/// <summary>The kinds of record a person may ask for: the ten of the tools, every other body measure, and what stands beside them.</summary>
public enum RecordKind
{
    Weighing,
    BloodPressure,
    Temperature,
    OxygenSaturation,
    HeartRateVariability,
    BodyMeasure,
    ActivityDay,
    IntradaySample,
    Workout,
    SleepTrace,
    SleepNight,
    HeartRecording,
    StethoRecording,
    Signal,
    Device,
    Goals,
}
