using WithingsSync.Simulator.Faults;
using WithingsSync.SystemTests.Scene;
using WithingsSync.SystemTests.Terminal;
using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.SystemTests.Schedule;

/// <summary><c>schedule</c> on a clock that the test turns, against the simulator.</summary>
public sealed class ScheduleTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(3);

    [Theory]
    [InlineData("every 3h")]
    [InlineData("every", "3h")]
    [InlineData("3h")]
    [InlineData("every", "3h", "--")]
    public async Task It_synchronises_at_once_and_then_once_in_every_interval(params string[] interval)
    {
        await using var world = await Worlds.SignedInAsync(days: 2, time: new ManualTime(Worlds.Noon));
        await using var schedule = new RunningSchedule(world, ["schedule", .. interval, "-F", "-o", "readings", "-f", "2d"]);

        await schedule.EndsAsync(runs: 1);
        Assert.True(File.Exists(world.PathOf("readings.weight.fit")));
        for (var run = 2; run <= 4; run++)
        {
            schedule.TurnToNext();
            await schedule.EndsAsync(run);
            Assert.InRange(schedule.Time.Elapsed, (run - 1) * Interval, run * Interval);
        }

        (await world.RunAsync("health")).Exits(0);
        var result = await schedule.StopAsync();
        result.Exits(0);
        Assert.Equal(4, result.Out.Split("The run ended with 0").Length - 1);
        Assert.Contains("stopped", result.Error, StringComparison.Ordinal);
        world.IsTidy();
    }

    [Fact]
    public async Task A_run_that_fails_ends_nothing_and_says_its_code()
    {
        await using var world = await Worlds.SignedInAsync(days: 2, time: new ManualTime(Worlds.Noon));
        world.World.Faults.Inject(Fault.OfStatus(293, "invalid"));
        await using var schedule = new RunningSchedule(world, ["schedule", "every 3h"]);

        await schedule.EndsAsync(runs: 1);
        Assert.Contains("The run ended with 1;", schedule.Out, StringComparison.Ordinal);
        world.World.Faults.Clear();
        schedule.TurnToNext();
        await schedule.EndsAsync(runs: 2);

        Assert.Contains("The run ended with 0;", (await schedule.StopAsync()).Exits(0).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_that_asks_for_more_time_gets_it()
    {
        await using var world = await Worlds.SignedInAsync(days: 2, time: new ManualTime(Worlds.Noon));
        world.World.Faults.Inject(Fault.TooManyRequests(waitSeconds: 12 * 3600));
        await using var schedule = new RunningSchedule(world, ["schedule", "every 3h"]);

        await schedule.EndsAsync(runs: 1);
        world.World.Faults.Clear();
        schedule.TurnToNext();
        await schedule.EndsAsync(runs: 2);

        Assert.InRange(schedule.Time.Elapsed, TimeSpan.FromHours(12), TimeSpan.FromHours(12.1));
        Assert.Contains("The run ended with 5: a service had too many requests", (await schedule.StopAsync()).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_sign_in_is_told_and_used_as_soon_as_it_is_there()
    {
        await using var world = await Worlds.StrangerAsync(days: 2, time: new ManualTime(Worlds.Noon));
        await using var schedule = new RunningSchedule(world, ["schedule", "every 3h"]);

        await schedule.EndsAsync(runs: 1);
        Assert.Contains("somebody must sign in at Withings with `withings-sync login`", schedule.Out, StringComparison.Ordinal);
        Assert.Contains("ill: the last run ended with 3", (await world.RunAsync("health")).Exits(1).Out, StringComparison.Ordinal);
        await world.SignInAsync();
        schedule.TurnToNext();
        await schedule.EndsAsync(runs: 2);

        Assert.Contains("well:", (await world.RunAsync("health")).Exits(0).Out, StringComparison.Ordinal);
        await schedule.StopAsync();
    }

    [Fact]
    public async Task A_schedule_that_is_gone_is_ill()
    {
        await using var world = await Worlds.SignedInAsync(days: 2, time: new ManualTime(Worlds.Noon));
        (await world.RunAsync("health")).Exits(1);
        await using var schedule = new RunningSchedule(world, ["schedule", "every 3h"]);
        await schedule.EndsAsync(runs: 1);
        await schedule.StopAsync();

        (await world.RunAsync("health")).Exits(0);
        schedule.Time.Advance(TimeSpan.FromHours(7));

        Assert.Contains("overdue", (await world.RunAsync("health")).Exits(1).Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2", "every", "5m")]
    [InlineData("2", "every")]
    [InlineData("2")]
    [InlineData("2", "every 3h", "--no-such-option")]
    [InlineData("2", "every 3h", "-v", "-s")]
    public async Task What_is_wrong_is_told_at_once(string code, params string[] words)
    {
        await using var world = await Worlds.SignedInAsync(days: 2);

        (await world.RunAsync(["schedule", .. words])).Exits(int.Parse(code, System.Globalization.CultureInfo.InvariantCulture));

        Assert.Equal(0, world.Requests());
        Assert.False(File.Exists(world.PathOf(".withings_schedule.json")));
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task A_signal_ends_it_at_once_between_two_runs(string signal)
    {
        await using var world = await LoopbackWorld.StartAsync(historyDays: 2);
        await world.SignInAsync();
        using var schedule = world.Start("schedule", "every", "3h");
        await Waiting.ForAsync(() => schedule.OutSoFar.Contains("The run ended with 0", StringComparison.Ordinal), "the first run");

        schedule.Signal(signal);

        (await schedule.EndAsync()).Exits(0);
    }

    [Fact]
    public async Task A_signal_within_a_run_ends_the_run_and_leaves_nothing_half_done()
    {
        await using var world = await LoopbackWorld.StartAsync(historyDays: 2);
        await world.SignInAsync();
        var hang = world.World.Faults.Inject(new(FaultKind.Hang) { Path = "/measure" });
        using var schedule = world.Start("schedule", "every", "3h");
        await hang.Reached.WaitAsync(TimeSpan.FromSeconds(30));

        schedule.Signal("TERM");

        (await schedule.EndAsync()).Exits(0);
        world.IsTidy();
    }

    [Fact]
    public async Task The_config_folder_can_be_named_by_the_environment()
    {
        await using var world = await Worlds.SignedInAsync(days: 2);
        world.Environment["WITHINGS_SYNC_CONFIG"] = world.PathOf("config");
        (await world.RunAsync("status")).Exits(3);
        Directory.CreateDirectory(world.PathOf("config"));
        File.Copy(world.UserFile, world.PathOf("config/.withings_user.json"));

        (await world.RunAsync()).Exits(0);

        Assert.True(File.Exists(world.PathOf("config/archive.db")));
        (await world.RunAsync("-c", world.PathOf("other"), "status")).Exits(3);
    }
}
