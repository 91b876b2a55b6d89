using WithingsSync.Pipeline.Accounts;

namespace WithingsSync.Storage.Server;

/// <summary>That a person's readings go to a destination by themselves, and what holds them up.</summary>
/// <param name="Since">What was measured or arrived before goes there only when it was asked for.</param>
/// <param name="DueAt">When to deliver next.</param>
/// <param name="LookAt">When to look although nothing is known to have come: a pull that began may have died with what it stored.</param>
/// <param name="Changes">Grows with everything that comes.</param>
/// <param name="NeedsSignIn">Nothing goes there until the person links it anew.</param>
/// <param name="Problem">What went wrong last, for the person; null while all is well. Holds no secret.</param>
public sealed record DestinationLink(
    AccountId Account, string Destination, DateTimeOffset LinkedAt, DateTimeOffset Since, DateTimeOffset DueAt, DateTimeOffset? LookAt, long Changes, bool NeedsSignIn, string? Problem)
{
    public bool IsDue(DateTimeOffset now) => DueAt <= now || LookAt <= now;
}
