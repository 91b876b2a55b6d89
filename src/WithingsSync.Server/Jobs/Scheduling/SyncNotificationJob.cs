using Quartz;

namespace WithingsSync.Server.Jobs.Scheduling;

/// <summary>Runs <see cref="NotificationWork"/> for the account after which the job is named.</summary>
internal sealed class SyncNotificationJob(NotificationWork work, NotificationSchedule schedule) : IJob
{
    public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        Stopping.IsNoFailureAsync(token => RunAsync(context.JobDetail.Key.Name, token), cancellationToken);

    private async Task RunAsync(string account, CancellationToken cancellationToken)
    {
        DateTimeOffset? next = null;
        try
        {
            next = await work.RunAsync(account, cancellationToken);
        }
        finally
        {
            // A run that failed too: what it left is found by the next look at the inbox.
            if (next is null)
            {
                schedule.Forget(account);
            }
        }

        if (next is { } at)
        {
            await schedule.RepeatAsync(account, at, cancellationToken);
        }
    }
}
