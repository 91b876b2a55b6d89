using Microsoft.Extensions.Logging;
using Quartz;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Server.Connect;
using WithingsSync.Storage.Server;

namespace WithingsSync.Server.Jobs;

/// <summary>What follows a new connection: its backfill and its subscriptions are due, as rows; then the jobs are woken, which would find them by themselves a little later.</summary>
internal sealed partial class ConnectedWork(
    BackfillStore backfills, WatchStore watches, ISchedulerFactory schedulers, TimeProvider time, ILogger<ConnectedWork> logger) : IConnectedHandler, IBackfillProgress
{
    public async Task ConnectedAsync(AccountId account, CancellationToken cancellationToken)
    {
        await backfills.BeginAsync(account, time.GetUtcNow(), cancellationToken);
        await watches.ForgetSubscriptionsAsync(account, cancellationToken);
        await WakeAsync(JobNames.Backfill, cancellationToken);
        await WakeAsync(JobNames.CreateWebhooks, cancellationToken);
    }

    /// <summary>Runs a repeating job now.</summary>
    public async Task WakeAsync(string job, CancellationToken cancellationToken)
    {
        try
        {
            await (await schedulers.GetScheduler(cancellationToken)).TriggerJob(new(job, "withings"), new JobDataMap(), cancellationToken);
        }
        catch (SchedulerException failure)
        {
            Log.NotWoken(logger, job, failure.Message);
        }
    }

    public async Task<BackfillProgress?> FindAsync(AccountId account, CancellationToken cancellationToken) =>
        await backfills.FindAsync(account, cancellationToken) is { } backfill
            ? new(backfill.Stage, backfill.FeedsDone.Count(feed => !feed.Contains('@', StringComparison.Ordinal) && !feed.StartsWith('!')), BackfillWork.FeedsInAll)
            : null;

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "{Job} could not be woken and comes at its time: {Reason}")]
        public static partial void NotWoken(ILogger logger, string job, string reason);
    }
}
