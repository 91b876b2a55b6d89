namespace WithingsSync.Mcp.Tools;

/// <summary>What is stored of one kind.</summary>
/// <param name="NotGranted">The person did not give this to the application.</param>
/// <param name="HistoryIncomplete">What is older is still being read, or was never asked for.</param>
/// <param name="First">The first moment; absent where a kind has none, such as goals.</param>
/// <param name="FetchedAt">When Withings last answered for this kind.</param>
/// <param name="Tools">Which tools answer from it.</param>
public sealed record KindAnswer(
    string Kind, int Count, bool NotGranted, bool HistoryIncomplete, IReadOnlyList<string> Tools, DateTimeOffset? First = null, DateTimeOffset? Last = null, DateTimeOffset? FetchedAt = null);
