namespace WithingsSync.Fit.Messages;

/// <summary>What a FIT file holds (profile type file); the ones that concern health.</summary>
public enum FileType
{
    Device = 1,
    Settings = 2,
    Activity = 4,

    /// <summary>Weighings.</summary>
    Weight = 9,
    Totals = 10,
    BloodPressure = 14,
    MonitoringA = 15,
    MonitoringDaily = 28,
    MonitoringB = 32,
}
