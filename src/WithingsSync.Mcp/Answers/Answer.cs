namespace WithingsSync.Mcp.Answers;

/// <summary>What a tool that reads a range answers: the lines, and all one needs to trust them.</summary>
/// <param name="Range">What was asked for, as it was understood.</param>
/// <param name="Resolution"><c>each</c>: <paramref name="Records"/> holds single readings, days or nights; otherwise <paramref name="Periods"/> holds figures of days, weeks or months.</param>
/// <param name="Units">The unit of each figure, by its name.</param>
/// <param name="Count">How many lines this answer holds.</param>
/// <param name="HasMore">Whether there are more lines in the range: ask again with <paramref name="NextCursor"/>.</param>
/// <param name="Source"><c>store</c>, or <c>pulled</c> when Withings was asked for this answer.</param>
/// <param name="IsComplete">False when something Withings has may be missing; <paramref name="Notes"/> says what.</param>
/// <param name="FetchedAt">When Withings was last asked for this kind of data.</param>
/// <param name="DataAsOf">The moment of the newest line in the whole range.</param>
/// <param name="Notes">What a reader should know: what is missing, what the device or plan does not measure.</param>
public sealed record Answer<T>(
    RangeAnswer Range,
    string Resolution,
    IReadOnlyDictionary<string, string> Units,
    int Count,
    bool HasMore,
    string Source,
    bool IsComplete,
    IReadOnlyList<string> Notes,
    IReadOnlyList<T>? Records = null,
    IReadOnlyList<PeriodAnswer>? Periods = null,
    string? NextCursor = null,
    DateTimeOffset? FetchedAt = null,
    DateTimeOffset? DataAsOf = null,
    int? RetryAfterSeconds = null);
