namespace WithingsSync.Health;

/// <summary>
/// A stretch of one sleep state with its curves; the segments of a night make its hypnogram (withings-api.md §6.1). Curves: hr bpm, rr breaths/min,
/// snoring s, sdnn_1 and rmssd ms (0 = no value), mvt_score 0–255 and others.
/// </summary>
/// <param name="State">0 awake, 1 light, 2 deep, 3 REM, 4 manual, 5 unspecified, 15 out of bed.</param>
public sealed record SleepSegment(DateTimeOffset StartedAt, DateTimeOffset EndedAt, int State, IReadOnlyList<SampleSeries> Curves) : HealthRecord
{
    /// <summary>Watch and mat may both report a night; segments of one night belong together by device. Null when the source names none.</summary>
    public string? HashDeviceId { get; init; }

    public int? ModelId { get; init; }

    public string? Model { get; init; }

    /// <summary>Fields beyond the known ones.</summary>
    public Metrics Metrics { get; init; } = Metrics.None;

    public bool Equals(SleepSegment? other) =>
        other is not null && StartedAt == other.StartedAt && EndedAt == other.EndedAt && State == other.State && HashDeviceId == other.HashDeviceId
        && ModelId == other.ModelId && Model == other.Model && Metrics.Equals(other.Metrics) && Curves.SequenceEqual(other.Curves);

    public override int GetHashCode() => HashCode.Combine(StartedAt, State);
}
