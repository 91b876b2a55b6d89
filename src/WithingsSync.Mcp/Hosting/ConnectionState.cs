namespace WithingsSync.Mcp;

/// <summary>How the person stands with Withings.</summary>
/// <param name="IsConnected">Whether Withings can be asked for this person now.</param>
/// <param name="Advice">What to do to connect, or to connect again: a whole sentence that contains the word "connect".</param>
/// <param name="LastSyncedAt">When data last came.</param>
/// <param name="Problem">What went wrong last, as a sentence without a secret; null when nothing did.</param>
public sealed record ConnectionState(bool IsConnected, string Advice, DateTimeOffset? LastSyncedAt, string? Problem);
