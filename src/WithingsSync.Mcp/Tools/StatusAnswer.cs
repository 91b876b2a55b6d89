namespace WithingsSync.Mcp.Tools;

/// <summary>How the person stands with Withings, and what is stored.</summary>
/// <param name="TimeZone">Whose days are meant; absent when nobody is connected.</param>
/// <param name="Privacy">What this client may see: full, no_identifiers or summaries.</param>
/// <param name="HowToConnect">What to do when nothing is connected.</param>
public sealed record StatusAnswer(
    bool IsConnected, IReadOnlyList<KindAnswer> Stored, string Privacy, IReadOnlyList<string> Notes, string? HowToConnect = null, DateTimeOffset? LastSyncedAt = null, string? Problem = null, string? TimeZone = null);
