namespace WithingsSync.Fit.Messages;

/// <summary>Profile type bp_status.</summary>
public enum BloodPressureStatus
{
    NoError = 0,
    IncompleteData = 1,
    NoMeasurement = 2,
    DataOutOfRange = 3,
    IrregularHeartRate = 4,
}
