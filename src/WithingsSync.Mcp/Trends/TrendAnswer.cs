using WithingsSync.Mcp.Answers;

namespace WithingsSync.Mcp.Trends;

/// <summary>Two spans side by side.</summary>
/// <param name="Kind">What is compared.</param>
/// <param name="Range">The span in question.</param>
/// <param name="ComparedRange">The span it is compared with.</param>
/// <param name="Count">Readings, days or nights in the span.</param>
/// <param name="ComparedCount">In the other.</param>
/// <param name="IsComplete">False when something Withings has may be missing; <paramref name="Notes"/> says what.</param>
/// <param name="Source"><c>store</c>, or <c>pulled</c> when Withings was asked for this answer.</param>
public sealed record TrendAnswer(
    string Kind,
    RangeAnswer Range,
    RangeAnswer ComparedRange,
    int Count,
    int ComparedCount,
    IReadOnlyDictionary<string, string> Units,
    IReadOnlyDictionary<string, TrendFigureAnswer> Figures,
    string Source,
    bool IsComplete,
    IReadOnlyList<string> Notes,
    DateTimeOffset? FetchedAt = null,
    DateTimeOffset? DataAsOf = null,
    int? RetryAfterSeconds = null);
