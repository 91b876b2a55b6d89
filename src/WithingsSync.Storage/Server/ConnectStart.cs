namespace WithingsSync.Storage.Server;

/// <summary>Whether somebody may begin to connect now.</summary>
/// <param name="RetryAfter">How long they should wait; null when they may.</param>
public sealed record ConnectStart(TimeSpan? RetryAfter);
