namespace WithingsSync.Storage.Server;

/// <summary>Work that failed and waits to be tried again.</summary>
/// <param name="Subject">A Withings user id, or an account.</param>
/// <param name="Reason">Why it failed; holds no secret.</param>
public sealed record Retry(string Job, string Subject, int Attempts, DateTimeOffset NextAt, string Reason);
