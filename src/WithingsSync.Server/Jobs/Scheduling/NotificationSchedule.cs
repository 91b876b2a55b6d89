using System.Collections.Concurrent;
using Quartz;

namespace WithingsSync.Server.Jobs.Scheduling;

/// <summary>One job for each Withings account for which notifications wait, in the cluster: whoever is scheduled already is left alone.</summary>
internal sealed class NotificationSchedule(ISchedulerFactory schedulers, TimeProvider time)
{
    /// <summary>After scheduling an account's job this process does not ask for so long whether it exists. The run itself looks for more before it ends.</summary>
    private static readonly TimeSpan Scheduled = TimeSpan.FromSeconds(20);

    /// <summary>A job that somebody else scheduled may be in its last moments, or end with its node: the next look at the inbox asks again.</summary>
    private static readonly TimeSpan Seen = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, DateTimeOffset> _known = new(StringComparer.Ordinal);
    private DateTimeOffset _tidiedAt;

    /// <summary>Of how many accounts this process remembers something.</summary>
    public int KnownCount => _known.Count;

    /// <summary>Makes sure that the account's job runs, now unless it is scheduled for later.</summary>
    public async Task EnsureAsync(string withingsUserId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (_known.TryGetValue(withingsUserId, out var until) && until > now && until - now <= Scheduled)
        {
            return;
        }

        Tidy(now);
        _known[withingsUserId] = now + Seen;
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
            // Before it is scheduled: the run may end, and forget it, before this goes on.
            _known[withingsUserId] = now + Scheduled;
            await scheduler.ScheduleJob(job, trigger, cancellationToken: cancellationToken);
        }
        catch (ObjectAlreadyExistsException)
        {
            // Another node was faster.
            _known[withingsUserId] = now + Seen;
        }
        catch
        {
            Forget(withingsUserId);
            throw;
        }
    }

    /// <summary>From within the account's run: it runs once more, at that moment.</summary>
    public async Task RepeatAsync(string withingsUserId, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        await scheduler.ScheduleJob(Trigger(withingsUserId).ForJob(KeyOf(withingsUserId)).StartAt(at > now ? at : now).Build(), cancellationToken: cancellationToken);
    }

    /// <summary>The account's run ended: nothing is known of it any more.</summary>
    public void Forget(string withingsUserId) => _known.TryRemove(withingsUserId, out _);

    /// <summary>What ran on another node is forgotten by nobody else; after its time an entry says nothing any more.</summary>
    private void Tidy(DateTimeOffset now)
    {
        if ((now - _tidiedAt).Duration() < Scheduled)
        {
            return;
        }

        _tidiedAt = now;
        foreach (var old in _known.Where(one => one.Value <= now || one.Value - now > Scheduled))
        {
            _known.TryRemove(old);
        }
    }

    private static JobKey KeyOf(string withingsUserId) => new(withingsUserId, JobNames.SyncNotification);

    /// <summary>One run of an account at a time, in the cluster.</summary>
    private static TriggerBuilder<SyncNotificationJob> Trigger(string withingsUserId) => TriggerBuilder.Create<SyncNotificationJob>()
        .WithIdentity($"{withingsUserId} {Guid.CreateVersion7():n}", JobNames.SyncNotification)
        .WithExecutionGroup($"person:{withingsUserId}");
}
