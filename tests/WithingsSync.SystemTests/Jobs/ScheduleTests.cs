using Microsoft.Extensions.Logging.Abstractions;
using Quartz;
using WithingsSync.Server.Jobs;
using WithingsSync.Server.Jobs.Scheduling;
using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.SystemTests.Jobs;

/// <summary>The schedule, whatever a start finds there.</summary>
public sealed class ScheduleTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_an_earlier_version_left_is_put_right_at_the_next_start(bool postgres)
    {
        await using var world = await JobsWorld.StartAsync(postgres, historyDays: 0, webhooks: false);
        var scheduler = await world.Get<ISchedulerFactory>().GetScheduler(Stop);
        var (slow, lost, kept) = (KeyOf(JobNames.RefreshTokens), KeyOf(JobNames.Backfill), KeyOf(JobNames.SyncPeriodic));
        await JobsWorld.UntilAsync(async () => await scheduler.Exists(KeyOf(JobNames.Deliver), Stop), "the jobs");
        await scheduler.RescheduleJob(slow, Every(JobNames.RefreshTokens, TimeSpan.FromDays(300)), Stop);
        await scheduler.UnscheduleJob(lost, Stop);
        Assert.True(await scheduler.Exists(new JobKey(JobNames.Backfill, "withings"), Stop));

        using var clock = new JobClock(world.Get<ISchedulerFactory>(), TimeProvider.System, NullLogger<JobClock>.Instance);
        await clock.StartAsync(Stop);
        await clock.ExecuteTask!.WaitAsync(TimeSpan.FromSeconds(30), Stop);

        Assert.Equal(TimeSpan.FromHours(1), await IntervalAsync(scheduler, slow));
        Assert.Equal(TimeSpan.FromMinutes(1), await IntervalAsync(scheduler, lost));
        Assert.Equal(TimeSpan.FromMinutes(15), await IntervalAsync(scheduler, kept));
    }

    [Fact]
    public async Task A_failure_of_any_kind_is_tried_again()
    {
        var time = new ManualTime();
        var asked = 0;
        var schedulers = Stand<ISchedulerFactory>.In((_, _) => Interlocked.Increment(ref asked) > 0 ? throw new InvalidOperationException("something unheard of") : null);
        using var clock = new JobClock(schedulers, time, NullLogger<JobClock>.Instance);

        await clock.StartAsync(Stop);
        await JobsWorld.UntilAsync(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(2));
                return Task.FromResult(Volatile.Read(ref asked) > 2);
            },
            "a third try");

        Assert.False(clock.ExecuteTask!.IsCompleted);
        await clock.StopAsync(Stop);
    }

    [Fact]
    public async Task Of_accounts_whose_jobs_ran_elsewhere_nothing_is_remembered_for_long()
    {
        var time = new ManualTime();
        var scheduler = Stand<IScheduler>.In((method, _) => method.Name == "Exists" ? new ValueTask<bool>(true) : throw new NotSupportedException(method.Name));
        var schedule = new NotificationSchedule(Stand<ISchedulerFactory>.In((_, _) => new ValueTask<IScheduler>(scheduler)), time);

        for (var account = 0; account < 1000; account++)
        {
            await schedule.EnsureAsync($"{account}", Stop);
            time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.InRange(schedule.KnownCount, 1, 25);
    }

    private static TriggerKey KeyOf(string job) => new(job, "withings");

    private static ITrigger Every(string job, TimeSpan interval) => TriggerBuilder.Create<DeliverJob>().WithIdentity(KeyOf(job)).ForJob(new JobKey(job, "withings"))
        .StartAt(TimeProvider.System.GetUtcNow() + interval).WithSchedule(SimpleScheduleBuilder.Create().WithInterval(interval).RepeatForever()).Build();

    private static async Task<TimeSpan> IntervalAsync(IScheduler scheduler, TriggerKey key) =>
        Assert.IsType<ISimpleTrigger>(await scheduler.GetTrigger(key, Stop), exactMatch: false).RepeatInterval;
}
