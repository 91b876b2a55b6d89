namespace WithingsSync.Mcp.Tools;

/// <summary>What is stored of one kind.</summary>
public sealed record KindAnswer(string Kind, int Count, bool NotGranted, DateTimeOffset? First = null, DateTimeOffset? Last = null, DateTimeOffset? FetchedAt = null);
