namespace WithingsSync.Health;

/// <summary>
/// Measures taken at one moment, exactly as the source groups them. One weigh-in is often three groups of one <see cref="MeasuredAt"/>
/// (withings-api.md §4.5), so identity is <see cref="GroupId"/> and never the moment.
/// </summary>
public sealed record MeasureGroup(long GroupId, DateTimeOffset MeasuredAt, IReadOnlyList<Measure> Measures) : HealthRecord
{
    /// <summary>When the source stored it; days after <see cref="MeasuredAt"/> when a device synchronises late.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>The last change at the source: edited, re-analysed or given to another person.</summary>
    public DateTimeOffset ModifiedAt { get; init; }

    /// <summary>Who took it: 0 a device, 1 a device but perhaps another person, 2 entered by hand … (withings-api.md §4.4); unknown numbers occur.</summary>
    public int Attribution { get; init; }

    /// <summary>1 a real measure, 2 an objective the person set; others have been reported.</summary>
    public int Category { get; init; } = 1;

    public string? DeviceId { get; init; }

    public string? HashDeviceId { get; init; }

    public int? ModelId { get; init; }

    public string? Model { get; init; }

    /// <summary>IANA zone the person was in, when the source says so.</summary>
    public string? TimeZone { get; init; }

    public string? Comment { get; init; }

    /// <summary>Every other field the source sent, as a JSON object's text, or null.</summary>
    public string? Extra { get; init; }

    /// <summary>Captured by a device that could not tell whose it is (withings-api.md §4.4, attribution 1).</summary>
    public bool IsAmbiguous => Attribution == 1;

    public bool IsObjective => Category == 2;

    /// <summary>Same group with the same content, measure for measure.</summary>
    public bool Equals(MeasureGroup? other) =>
        other is not null && GroupId == other.GroupId && MeasuredAt == other.MeasuredAt && CreatedAt == other.CreatedAt && ModifiedAt == other.ModifiedAt
        && Attribution == other.Attribution && Category == other.Category && DeviceId == other.DeviceId && HashDeviceId == other.HashDeviceId
        && ModelId == other.ModelId && Model == other.Model && TimeZone == other.TimeZone && Comment == other.Comment && Extra == other.Extra
        && Measures.SequenceEqual(other.Measures);

    public override int GetHashCode() => HashCode.Combine(GroupId, ModifiedAt);
}
