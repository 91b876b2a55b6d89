namespace WithingsSync.Mcp.Tools;

/// <summary>The recordings of one moment and their curves.</summary>
/// <param name="Signals">None while the device has not synchronised them, or when the plan does not include them.</param>
/// <param name="Resource">Where the whole curves are.</param>
public sealed record HeartSignalAnswer(
    DateTimeOffset RecordedAt,
    string TimeZone,
    IReadOnlyList<HeartAnswer> Recordings,
    IReadOnlyList<SignalAnswer> Signals,
    string Resource,
    bool IsComplete,
    IReadOnlyList<string> Notes,
    DateTimeOffset? FetchedAt = null,
    int? RetryAfterSeconds = null);
