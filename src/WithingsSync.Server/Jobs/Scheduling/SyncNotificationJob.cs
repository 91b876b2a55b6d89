using Quartz;

namespace WithingsSync.Server.Jobs.Scheduling;

/// <summary>Runs <see cref="NotificationWork"/> for the account after which the job is named.</summary>
internal sealed class SyncNotificationJob(NotificationWork work, NotificationSchedule schedule) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        var account = context.JobDetail.Key.Name;
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
