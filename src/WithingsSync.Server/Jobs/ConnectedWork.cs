using WithingsSync.Pipeline.Accounts;
using WithingsSync.Server.Connect;
using WithingsSync.Storage.Server;

namespace WithingsSync.Server.Jobs;

/// <summary>What follows a new connection: its subscriptions are due, as rows, and what failed before the consent counts no more. Its backfill was begun with the consent.</summary>
internal sealed class ConnectedWork(IntegrationStore integrations, BackfillStore backfills, WatchStore watches, WorkStore work) : IConnectedHandler, IBackfillProgress
{
    public async Task ConnectedAsync(AccountId account, CancellationToken cancellationToken)
    {
        await watches.ForgetSubscriptionsAsync(account, cancellationToken);
        await work.ForgetRetriesAsync(account.Value, cancellationToken);
        if (await integrations.FindAsync(account, cancellationToken) is { } integration)
        {
            await work.ForgetRetriesAsync(integration.WithingsUserId, cancellationToken);
        }
    }

    public async Task<BackfillProgress?> FindAsync(AccountId account, CancellationToken cancellationToken) =>
        await backfills.FindAsync(account, cancellationToken) is { } backfill
            ? new(backfill.Stage, backfill.FeedsDone.Count(feed => !feed.Contains('@', StringComparison.Ordinal) && !feed.StartsWith('!')), BackfillWork.FeedsInAll)
            : null;
}
