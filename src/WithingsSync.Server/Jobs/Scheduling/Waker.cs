using Microsoft.Extensions.Logging;
using Quartz;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Server.Connect;

namespace WithingsSync.Server.Jobs.Scheduling;

/// <summary>Runs a repeating job ahead of its time, for it would find what is due by itself only a little later.</summary>
internal sealed partial class Waker(ISchedulerFactory schedulers, ILogger<Waker> logger) : IConnectedHandler
{
    public async Task ConnectedAsync(AccountId account, CancellationToken cancellationToken)
    {
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

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "{Job} could not be woken and comes at its time: {Reason}")]
        public static partial void NotWoken(ILogger logger, string job, string reason);
    }
}
