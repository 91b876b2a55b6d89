using WithingsSync.Pipeline.Accounts;
using WithingsSync.Server.Jobs.Scheduling;
using WithingsSync.Storage.Server;

namespace WithingsSync.Server.Jobs;

/// <summary>Has done again what was given up.</summary>
internal sealed class Replay(
    WorkStore work, NotificationSchedule schedule, BackfillStore backfills, WatchStore watches, DestinationLinkStore links, RevocationStore revocations, Waker jobs, TimeProvider time)
{
    /// <returns>False: there is no such letter, or it was done again before.</returns>
    public async Task<bool> RunAsync(string letterId, CancellationToken cancellationToken)
    {
        if (await work.ReplayAsync(letterId, time.GetUtcNow(), cancellationToken) is not { } letter)
        {
            return false;
        }

        switch (letter.Job)
        {
            case JobNames.SyncNotification:
                await schedule.EnsureAsync(letter.Subject, cancellationToken);
                return true;
            case JobNames.Backfill:
                await backfills.ResumeAsync(new(letter.Subject), cancellationToken);
                break;
            case JobNames.CreateWebhooks:
                await watches.ForgetSubscriptionsAsync(new(letter.Subject), cancellationToken);
                break;
            case JobNames.Deliver:
                await links.MarkDueAsync(new AccountId(letter.Account ?? ""), time.GetUtcNow(), cancellationToken);
                break;
            case JobNames.RefreshTokens when RefreshWork.WithdrawnIn(letter.Subject) is { } user:
                await revocations.AskAsync(user, time.GetUtcNow(), cancellationToken);
                break;
        }

        await jobs.WakeAsync(letter.Job, cancellationToken);
        return true;
    }
}
