using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Quartz;

namespace WithingsSync.Server.Jobs.Scheduling;

/// <summary>Puts the repeating jobs on the schedule at each start, whatever an earlier version left there: another interval, a job without its trigger. Several nodes may do so at once.</summary>
internal sealed partial class JobClock(ISchedulerFactory schedulers, TimeProvider time, ILogger<JobClock> logger) : BackgroundService
{
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var scheduler = await schedulers.GetScheduler(stoppingToken);

                // An older node that did not know a job has put its trigger aside; it would never fire again.
                await scheduler.ResetTriggersFromErrorState(GroupMatcher<TriggerKey>.AnyGroup(), stoppingToken);
                await RepeatAsync<SyncPeriodicJob>(scheduler, JobNames.SyncPeriodic, TimeSpan.FromMinutes(15), stoppingToken);
                await RepeatAsync<RefreshTokensJob>(scheduler, JobNames.RefreshTokens, TimeSpan.FromHours(1), stoppingToken);
                await RepeatAsync<BackfillJob>(scheduler, JobNames.Backfill, TimeSpan.FromMinutes(1), stoppingToken);
                await RepeatAsync<CreateWebhooksJob>(scheduler, JobNames.CreateWebhooks, TimeSpan.FromMinutes(1), stoppingToken);
                await RepeatAsync<DeliverJob>(scheduler, JobNames.Deliver, TimeSpan.FromMinutes(1), stoppingToken);
                return;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                // The edge of the loop: the database is away, or another node writes the same. Without the jobs the server would be a mere web page.
                Log.NotScheduled(logger, failure is SchedulerException ? failure.Message : failure.ToString());
                await Task.Delay(AfterFailure, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private static async Task RepeatAsync<TJob>(IScheduler scheduler, string name, TimeSpan every, CancellationToken cancellationToken)
        where TJob : IJob
    {
        var (key, of) = (new TriggerKey(name, "withings"), new JobKey(name, "withings"));
        var stored = await scheduler.GetTrigger(key, cancellationToken);
        if (stored is ISimpleTrigger same && same.RepeatInterval == every)
        {
            return;
        }

        var trigger = TriggerBuilder.Create<TJob>().WithIdentity(key).ForJob(of).StartNow()
            .WithSchedule(SimpleScheduleBuilder.Create().WithInterval(every).RepeatForever().WithMisfireInstruction(SimpleTriggerMisfireInstruction.FireNow)).Build();
        if (stored is not null)
        {
            // An earlier version had another interval.
            await scheduler.RescheduleJob(key, trigger, cancellationToken);
            return;
        }

        try
        {
            await scheduler.ScheduleJob(JobBuilder.Create<TJob>().WithIdentity(of).StoreDurably().Build(), trigger, cancellationToken: cancellationToken);
        }
        catch (ObjectAlreadyExistsException)
        {
            await RepeatAgainAsync(scheduler, trigger, cancellationToken);
        }
    }

    /// <summary>The job is there: scheduled by another node just now, or without its trigger, and then it gets one.</summary>
    private static async Task RepeatAgainAsync(IScheduler scheduler, ITrigger trigger, CancellationToken cancellationToken)
    {
        try
        {
            await scheduler.ScheduleJob(trigger, cancellationToken: cancellationToken);
        }
        catch (ObjectAlreadyExistsException)
        {
            // Another node was faster.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "The jobs could not be scheduled; tried again: {Reason}")]
        public static partial void NotScheduled(ILogger logger, string reason);
    }
}
