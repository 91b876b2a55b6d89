using WithingsSync.Health;
using WithingsSync.Simulator.Faults;
using WithingsSync.SystemTests.Scene;
using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.SystemTests.Pull;

/// <summary>A pull that is stopped goes on where it was.</summary>
public sealed class ResumeTests
{
    private const int Days = 30;

    [Fact]
    public async Task Ctrl_C_in_the_middle_of_the_samples_repeats_no_day()
    {
        await using var world = await Worlds.SignedInAsync(Days);
        using var stop = new CancellationTokenSource();

        var run = world.RunAsync(["pull"], typed: null, stop.Token);
        await AfterAsync(world, 5, run);
        await stop.CancelAsync();
        (await run).Exits(130);
        await world.RunAsync("pull").Exits(0);

        await AssertWholeAsync(world);
    }

    [Fact]
    public async Task A_killed_pull_goes_on_where_it_was()
    {
        await using var world = await Worlds.SignedInAsync(Days, TimeProvider.System);

        using (var program = world.Start("pull"))
        {
            var end = program.EndAsync();
            await AfterAsync(world, 5, end);
            program.Kill();
            Assert.NotEqual(0, (await end).ExitCode);
        }

        await world.RunAsync("pull").Exits(0);

        await AssertWholeAsync(world);
    }

    [Fact]
    public async Task A_pull_that_is_throttled_says_until_when_and_goes_on_there()
    {
        await using var world = await Worlds.SignedInAsync(Days);
        using var stop = new CancellationTokenSource();
        var first = world.RunAsync(["pull"], typed: null, stop.Token);
        await AfterAsync(world, 5, first);
        world.World.Faults.Inject(Fault.TooManyRequests(60) with { Times = 1 });

        (await first).FailsWith(5, "2026-06-15 12:35:56");
        world.Clock().Advance(TimeSpan.FromMinutes(1));
        await world.RunAsync("pull").Exits(0);

        await AssertWholeAsync(world);
    }

    /// <summary>Waits until so many days of samples have been asked for.</summary>
    private static async Task AfterAsync(LoopbackWorld world, int days, Task run)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        while (world.World.Requests.CountOf("/v2/measure", "getintradayactivity") < days)
        {
            Assert.False(run.IsCompleted, "The pull ended too early.");
            await look.WaitForNextTickAsync(limit.Token);
        }
    }

    private static async Task AssertWholeAsync(LoopbackWorld world)
    {
        var asked = world.World.Requests.Recent.Where(request => request is { Action: "getintradayactivity", Status: 0 }).GroupBy(request => request.Parameters["startdate"]).ToList();
        Assert.True(asked.Count >= world.World.TruthOf(Worlds.Demo).Activities.Count, "A day was never asked for.");

        // The one day under way when it was stopped may have been asked for twice, and today has gone on in real time.
        Assert.InRange(asked.Sum(day => day.Count()), asked.Count, asked.Count + 2);
        Assert.Equal(
            world.World.TruthOf(Worlds.Demo).Intraday.Count(sample => sample.At < world.Time.GetUtcNow().AddHours(-1).ToUnixTimeSeconds()),
            (await ArchiveOf.ReadAsync<IntradaySample>(world)).Count(sample => sample.At < world.Time.GetUtcNow().AddHours(-1)));
    }
}
