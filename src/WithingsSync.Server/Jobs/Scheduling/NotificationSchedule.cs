using System.Collections.Concurrent;
using Quartz;

namespace WithingsSync.Server.Jobs.Scheduling;

/// <summary>One job for each Withings account for which notifications wait, in the cluster: whoever is scheduled already is left alone.</summary>
internal sealed class NotificationSchedule(ISchedulerFactory schedulers, TimeProvider time)
{
    /// <summary>For so long this process does not ask again whether an account's job exists. The run itself looks for more before it ends.</summary>
    private static readonly TimeSpan Known = TimeSpan.FromSeconds(20);

    private readonly ConcurrentDictionary<string, DateTimeOffset> _known = new(StringComparer.Ordinal);

    /// <summary>Makes sure that the account's job runs, now unless it is scheduled for later.</summary>
    public async Task EnsureAsync(string withingsUserId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (_known.TryGetValue(withingsUserId, out var until) && until > now && until - now <= Known)
        {
            return;
        }

        _known[withingsUserId] = now + Known;
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        var key = KeyOf(withingsUserId);
        if (await scheduler.Exists(key, cancellationToken))
        {
            return;
        }

        var job = JobBuilder.Create<SyncNotificationJob>().WithIdentity(key).RequestRecovery().Build();
        var trigger = Trigger(withingsUserId).StartNow().Build();
        try
        {
            await scheduler.ScheduleJob(job, trigger, cancellationToken: cancellationToken);
        }
        catch (ObjectAlreadyExistsException)
        {
            // Another node was faster.
        }
    }

    /// <summary>From within the account's run: it runs once more, at that moment.</summary>
    public async Task RepeatAsync(string withingsUserId, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        await scheduler.ScheduleJob(Trigger(withingsUserId).ForJob(KeyOf(withingsUserId)).StartAt(at > now ? at : now).Build(), cancellationToken: cancellationToken);
    }

    /// <summary>The account's run ended and left nothing.</summary>
    public void Forget(string withingsUserId) => _known.TryRemove(withingsUserId, out _);

    private static JobKey KeyOf(string withingsUserId) => new(withingsUserId, JobNames.SyncNotification);

    /// <summary>One run of an account at a time, in the cluster.</summary>
    private static TriggerBuilder<SyncNotificationJob> Trigger(string withingsUserId) => TriggerBuilder.Create<SyncNotificationJob>()
        .WithIdentity($"{withingsUserId} {Guid.CreateVersion7():n}", JobNames.SyncNotification)
        .WithExecutionGroup($"person:{withingsUserId}");
}
