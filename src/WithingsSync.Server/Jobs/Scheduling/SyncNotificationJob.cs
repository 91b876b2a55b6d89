using Quartz;

namespace WithingsSync.Server.Jobs.Scheduling;

/// <summary>Runs <see cref="NotificationWork"/> for the account after which the job is named.</summary>
internal sealed class SyncNotificationJob(NotificationWork work, NotificationSchedule schedule) : IJob
{
    public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        Stopping.IsNoFailureAsync(token => RunAsync(context.JobDetail.Key.Name, token), cancellationToken);

    private async Task RunAsync(string account, CancellationToken cancellationToken)
    {
        if (await work.RunAsync(account, cancellationToken) is { } next)
        {
            await schedule.RepeatAsync(account, next, cancellationToken);
        }
        else
        {
            schedule.Forget(account);
        }
    }
}
