using WithingsSync.Mcp.Answers;

namespace WithingsSync.Mcp.Trends;

/// <summary>What a kind came to in one span.</summary>
/// <param name="Count">Readings, days or nights.</param>
/// <param name="Slopes">Change of each figure per day; null where there is too little for a line.</param>
/// <param name="Unsure">What was left out because it may be another person's, as a sentence.</param>
internal sealed record TrendSpan(int Count, IReadOnlyDictionary<string, FigureAnswer> Figures, IReadOnlyDictionary<string, decimal?> Slopes, string? Unsure, DateTimeOffset? Newest);
