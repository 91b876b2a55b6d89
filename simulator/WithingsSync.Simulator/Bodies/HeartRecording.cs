namespace WithingsSync.Simulator.Bodies;

/// <summary>A recorded electrocardiogram, with what the cuff of a BPM Core found in the same sitting.</summary>
public sealed record HeartRecording
{
    public required long SignalId { get; init; }

    public required Device Device { get; init; }

    /// <summary>0 negative, 1 positive, 2 inconclusive.</summary>
    public int Afib { get; init; }

    public int HeartRate { get; init; }

    public required long Timestamp { get; init; }

    public required long Created { get; init; }

    public required long Modified { get; init; }

    public int? Systolic { get; init; }

    public int? Diastolic { get; init; }

    /// <summary>The heart sound recorded along with it, if any.</summary>
    public long? StethoSignalId { get; init; }

    public int SamplesPerSecond => Device.ModelId == 44 ? 500 : 300;

    public int Seconds => Device.ModelId == 44 ? 20 : 30;
}
