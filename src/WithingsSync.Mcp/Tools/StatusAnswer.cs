namespace WithingsSync.Mcp.Tools;

/// <summary>How the person stands with Withings, and what is stored.</summary>
/// <param name="HowToConnect">What to do when nothing is connected.</param>
public sealed record StatusAnswer(bool IsConnected, IReadOnlyList<KindAnswer> Stored, string? HowToConnect = null, DateTimeOffset? LastSyncedAt = null, string? Problem = null);
