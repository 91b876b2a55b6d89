namespace WithingsSync.Pipeline.Delivering;

/// <summary>What services take one by one. The numbers are stored.</summary>
public enum ReadingKind
{
    Weight = 1,
    BloodPressure = 2,
}
