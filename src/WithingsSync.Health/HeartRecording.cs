namespace WithingsSync.Health;

/// <summary>An ECG, or a blood-pressure reading with ECG and stethoscope (withings-api.md §7.1).</summary>
public sealed record HeartRecording(DateTimeOffset RecordedAt) : HealthRecord
{
    public string? DeviceId { get; init; }

    /// <summary>Identity of the recorded ECG signal, to be fetched on its own.</summary>
    public long? EcgSignalId { get; init; }

    /// <summary>0 negative, 1 positive, 2 inconclusive.</summary>
    public int? AtrialFibrillation { get; init; }

    public MillimetresOfMercury? Systolic { get; init; }

    public MillimetresOfMercury? Diastolic { get; init; }

    public BeatsPerMinute? HeartRate { get; init; }

    public long? StethoSignalId { get; init; }

    /// <summary>Valvular heart disease code; its meaning is undocumented.</summary>
    public int? ValvularHeartDisease { get; init; }

    public int? ModelId { get; init; }

    public DateTimeOffset? ModifiedAt { get; init; }

    public string? TimeZone { get; init; }

    /// <summary>Fields beyond the known ones.</summary>
    public Metrics Metrics { get; init; } = Metrics.None;
}
