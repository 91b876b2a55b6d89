namespace WithingsSync.Storage.Server;

/// <summary>Work whose retries are spent.</summary>
/// <param name="Account">Whose it is, when that is known.</param>
/// <param name="Subject">What the job needs to do it again: a Withings user id, or an account.</param>
/// <param name="Items">Notifications that waited for it.</param>
/// <param name="Reason">Why it failed last; holds no secret.</param>
public sealed record DeadLetter(
    string Id, string Job, string? Account, string Subject, IReadOnlyList<string> Items, string Reason, int Attempts, DateTimeOffset DiedAt, DateTimeOffset? ReplayedAt = null);
