namespace WithingsSync.Health;

/// <summary>A stethoscope recording in the list of them (withings-api.md §7.3); its sound is a <see cref="RecordedSignal"/>.</summary>
public sealed record StethoRecording(long SignalId, DateTimeOffset RecordedAt) : HealthRecord
{
    public string? HashDeviceId { get; init; }

    /// <summary>Valvular heart disease code; its meaning is undocumented.</summary>
    public int? ValvularHeartDisease { get; init; }

    public string? TimeZone { get; init; }

    public Metrics Metrics { get; init; } = Metrics.None;
}
