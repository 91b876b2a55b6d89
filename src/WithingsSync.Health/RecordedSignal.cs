namespace WithingsSync.Health;

public enum SignalKind
{
    /// <summary>Samples in microvolts.</summary>
    Ecg = 1,

    /// <summary>Samples are A-law G.711 bytes.</summary>
    Stetho = 2,
}

/// <summary>
/// The curve behind a heart or stethoscope recording (withings-api.md §7.2, §7.3). An empty signal means the device has not synchronised it
/// or the plan does not include it: the source says so with an ordinary answer.
/// </summary>
public sealed record RecordedSignal(SignalKind Kind, long SignalId, IReadOnlyList<int> Samples) : HealthRecord
{
    /// <summary>Samples per second.</summary>
    public int? Frequency { get; init; }

    /// <summary>Everything else said about it: wearposition, model, heart_rate, duration, format, resolution …</summary>
    public Metrics Metrics { get; init; } = Metrics.None;

    public bool Equals(RecordedSignal? other) =>
        other is not null && Kind == other.Kind && SignalId == other.SignalId && Frequency == other.Frequency && Metrics.Equals(other.Metrics) && Samples.SequenceEqual(other.Samples);

    public override int GetHashCode() => HashCode.Combine(Kind, SignalId);
}
