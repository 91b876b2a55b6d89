namespace WithingsSync.Health;

/// <summary>One blood-pressure reading, with the pulse when the cuff heard it.</summary>
public sealed record BloodPressure(DateTimeOffset MeasuredAt, MillimetresOfMercury Systolic, MillimetresOfMercury Diastolic)
{
    public BeatsPerMinute? HeartRate { get; init; }

    public int Attribution { get; init; }

    public string? Model { get; init; }
}
