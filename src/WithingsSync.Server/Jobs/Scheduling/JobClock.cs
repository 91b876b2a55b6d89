using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Quartz;

namespace WithingsSync.Server.Jobs.Scheduling;

/// <summary>Puts the repeating jobs on the schedule at each start, whatever an earlier version left there; several nodes may do so at once.</summary>
internal sealed partial class JobClock(ISchedulerFactory schedulers, TimeProvider time, ILogger<JobClock> logger) : BackgroundService
{
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
            catch (SchedulerException failure)
            {
                // The edge of the loop: the database is away, or another node writes the same.
                Log.NotScheduled(logger, failure.Message);
                await Task.Delay(TimeSpan.FromSeconds(2), time, stoppingToken);
            }
        }
    }

    private static async Task RepeatAsync<TJob>(IScheduler scheduler, string name, TimeSpan every, CancellationToken cancellationToken)
        where TJob : IJob
    {
        var trigger = new TriggerKey(name, "withings");
        if (await scheduler.Exists(trigger, cancellationToken))
        {
            return;
        }

        var job = JobBuilder.Create<TJob>().WithIdentity(name, "withings").StoreDurably().Build();
        var schedule = TriggerBuilder.Create<TJob>().WithIdentity(trigger).StartNow()
            .WithSchedule(SimpleScheduleBuilder.Create().WithInterval(every).RepeatForever().WithMisfireInstruction(SimpleTriggerMisfireInstruction.FireNow)).Build();
        try
        {
            await scheduler.ScheduleJob(job, schedule, cancellationToken: cancellationToken);
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
