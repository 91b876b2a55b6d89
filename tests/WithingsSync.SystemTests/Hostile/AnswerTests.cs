using WithingsSync.Health;
using WithingsSync.Simulator.Faults;
using WithingsSync.SystemTests.Scene;
using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.SystemTests.Hostile;

/// <summary>Withings answers badly: once, or all the time. Nothing half-written stays, and the next good run loses nothing.</summary>
public sealed class AnswerTests
{
    private static readonly string[] Sync = ["-J", "-F", "-f", "30d", "-o", "x"];

    public static TheoryData<Fault> Passing =>
    [
        new Fault(FaultKind.Truncated), new Fault(FaultKind.Garbage), new Fault(FaultKind.ResetBefore), new Fault(FaultKind.ResetMidway), new Fault(FaultKind.DropAnswer),
        new Fault(FaultKind.Html) { HttpStatus = 200 }, new Fault(FaultKind.Html) { HttpStatus = 500 }, new Fault(FaultKind.Html) { HttpStatus = 502 },
        new Fault(FaultKind.Html) { HttpStatus = 503, RetryAfter = TimeSpan.FromSeconds(5) }, new Fault(FaultKind.Html) { HttpStatus = 429, RetryAfter = TimeSpan.FromSeconds(20) },
        Fault.OfStatus(522), Fault.OfStatus(524), Fault.OfStatus(2556), Fault.TooManyRequests(), Fault.TooManyRequests(20), Fault.SameArguments(),
        new Fault(FaultKind.Slow) { Delay = TimeSpan.FromMilliseconds(50) },
    ];

    public static TheoryData<Fault, int, string> Lasting => new()
    {
        { new Fault(FaultKind.Truncated), 1, "not JSON (cut short or damaged" },
        { new Fault(FaultKind.Garbage), 1, "not JSON" },
        { new Fault(FaultKind.Html) { HttpStatus = 200 }, 1, "not JSON (HTML" },
        { new Fault(FaultKind.Html) { HttpStatus = 500 }, 1, "HTTP 500" },
        { new Fault(FaultKind.Html) { HttpStatus = 502 }, 1, "HTTP 502" },
        { new Fault(FaultKind.Html) { HttpStatus = 503, RetryAfter = TimeSpan.FromHours(1) }, 1, "HTTP 503" },
        { new Fault(FaultKind.Html) { HttpStatus = 429, RetryAfter = TimeSpan.FromHours(1) }, 5, "13:34:56" },
        { new Fault(FaultKind.Html) { HttpStatus = 404 }, 1, "HTTP 404" },
        { new Fault(FaultKind.WrongTypes), 1, "something unexpected" },
        { new Fault(FaultKind.ResetBefore), 1, "could not be asked" },
        { new Fault(FaultKind.ResetMidway), 1, "could not be asked" },
        { new Fault(FaultKind.DropAnswer), 1, "could not be asked" },
        { Fault.OfStatus(503), 1, "status 503" },
        { Fault.OfStatus(524), 1, "status 524" },
        { Fault.OfStatus(2556), 1, "status 2556" },
        { Fault.OfStatus(403), 3, "not granted" },
        { Fault.TooManyRequests(60), 5, "12:35:56" },
        { Fault.TooManyRequests(), 5, "12:3" },
        { Fault.SameArguments(), 1, "ten seconds" },
        { new Fault(FaultKind.StuckOffset), 1, "does not say where it goes on" },
    };

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task A_fault_that_passes_costs_nothing_but_time(Fault fault)
    {
        await using var world = await Worlds.SignedInAsync(days: 20);
        var injected = world.World.Faults.Inject(fault with { Path = "/measure" });

        await world.RunAsync(Sync).Exits(0);

        Assert.Equal(1, injected.Hits);
        TruthAsJson.AssertIs(world, "x.json", DateTimeOffset.UnixEpoch, world.Time.GetUtcNow());
        Assert.InRange(world.Time.GetUtcNow() - Worlds.Noon, TimeSpan.Zero, TimeSpan.FromSeconds(30));
    }

    [Theory]
    [MemberData(nameof(Lasting))]
    public async Task A_fault_that_lasts_is_named_and_the_next_good_run_loses_nothing(Fault fault, int code, string text)
    {
        await using var world = await Worlds.SignedInAsync(days: 20, measuresPageSize: 10);
        var session = await File.ReadAllBytesAsync(world.UserFile, TestContext.Current.CancellationToken);
        world.World.Faults.Inject(fault with { Path = "/measure", Times = 1000 });

        (await world.RunAsync(Sync)).FailsWith(code, text);

        Assert.InRange(world.Time.GetUtcNow() - Worlds.Noon, TimeSpan.Zero, TimeSpan.FromSeconds(30));
        Assert.Equal(session, await File.ReadAllBytesAsync(world.UserFile, TestContext.Current.CancellationToken));
        Assert.Empty(Directory.EnumerateFiles(world.Folder, "x.*"));
        world.IsTidy();

        world.World.Faults.Clear();
        await world.RunAsync(Sync).Exits(0);
        Assert.Equal(ArchiveOf.TrueGroups(world), await ArchiveOf.GroupsAsync(world));
        TruthAsJson.AssertIs(world, "x.json", DateTimeOffset.UnixEpoch, world.Time.GetUtcNow());
    }

    [Theory]
    [InlineData(FaultKind.Truncated)]
    [InlineData(FaultKind.WrongTypes)]
    [InlineData(FaultKind.Html)]
    [InlineData(FaultKind.StuckOffset)]
    public async Task A_fault_of_a_window_read_again_deletes_nothing(FaultKind kind)
    {
        await using var world = await Worlds.SignedInAsync(days: 20, measuresPageSize: 10);
        await world.RunAsync(Sync).Exits(0);
        world.World.Faults.Inject(new Fault(kind) { Path = "/measure", Times = 1000 });

        (await world.RunAsync(Sync)).Exits(1);

        Assert.Equal(ArchiveOf.TrueGroups(world), await ArchiveOf.GroupsAsync(world));
        TruthAsJson.AssertIs(world, "x.json", DateTimeOffset.UnixEpoch, world.Time.GetUtcNow());
        world.IsTidy();
    }

    [Theory]
    [InlineData(FaultKind.NoBody)]
    [InlineData(FaultKind.Status)]
    public async Task A_good_status_without_a_body_is_an_empty_answer_which_deletes_nothing_and_hides_nothing(FaultKind kind)
    {
        await using var world = await Worlds.SignedInAsync(days: 20);
        var fault = new Fault(kind) { Status = 100, Path = "/measure", Times = 1000 };
        world.World.Faults.Inject(fault);
        await world.RunAsync(Sync).Exits(0);
        world.World.Faults.Clear();

        await world.RunAsync("-s").Exits(0);
        Assert.Equal(ArchiveOf.TrueGroups(world), await ArchiveOf.GroupsAsync(world));
        world.World.Faults.Inject(fault);
        await world.RunAsync(Sync).Exits(0);

        Assert.Equal(ArchiveOf.TrueGroups(world), await ArchiveOf.GroupsAsync(world));
        TruthAsJson.AssertIs(world, "x.json", DateTimeOffset.UnixEpoch, world.Time.GetUtcNow());
    }

    [Fact]
    public async Task Withings_that_never_answers_is_given_up()
    {
        await using var world = await Worlds.SignedInAsync(days: 5);
        var hang = world.World.Faults.Inject(new Fault(FaultKind.Hang) { Path = "/measure", Times = 1000 });

        var run = world.RunAsync(Sync);
        await TurnWhileAsync(world, hang, run);

        (await run).FailsWith(1, "no answer within 30 s");
        world.World.Faults.Clear();
        await world.RunAsync(Sync).Exits(0);
        Assert.Equal(ArchiveOf.TrueGroups(world), await ArchiveOf.GroupsAsync(world));
    }

    [Fact]
    public async Task An_empty_page_in_the_middle_is_not_the_end()
    {
        await using var world = await Worlds.SignedInAsync(days: 20, measuresPageSize: 5);
        var empty = world.World.Faults.Inject(new Fault(FaultKind.EmptyPage) { Path = "/measure" });

        await world.RunAsync(Sync).Exits(0);

        Assert.Equal(1, empty.Hits);
        Assert.Equal(ArchiveOf.TrueGroups(world), await ArchiveOf.GroupsAsync(world));
    }

    [Fact]
    public async Task What_nobody_has_documented_is_kept()
    {
        await using var world = await Worlds.SignedInAsync(days: 5);
        world.World.Faults.Inject(new Fault(FaultKind.Unknowns) { Times = 1000 });

        await world.RunAsync("pull").Exits(0);
        await world.RunAsync("-J", "-F", "--to-csv", "-f", "30d", "-o", "x").Exits(0);
        await world.RunAsync("export", "-J", "--to-csv", "-F", "-o", "all").Exits(0);

        var groups = await ArchiveOf.ReadAsync<MeasureGroup>(world);
        Assert.All(groups, group => Assert.Equal((10010, 4242L, -2), (group.Attribution, group.Measures[^1].Value, group.Measures[^1].Exponent)));
        Assert.All(groups, group => Assert.Contains("novelty", group.Extra, StringComparison.Ordinal));
        Assert.All(groups, group => Assert.Contains("novelty", group.Measures[^1].Extra, StringComparison.Ordinal));
        Assert.All(await ArchiveOf.ReadAsync<ActivityDay>(world), day => Assert.NotNull(day.Metrics.Text("novelty")));
        Assert.Contains("42.42", await File.ReadAllTextAsync(world.PathOf("x.json"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Absurd_numbers_are_archived_exactly_and_what_a_file_cannot_hold_is_named()
    {
        await using var world = await Worlds.SignedInAsync(days: 3);
        long[] values = [long.MaxValue, long.MinValue, 0, -1, 75_350];
        int[] exponents = [-300, -30, -3, 0, 5, 30, 300];
        var at = Worlds.Noon;
        foreach (var (value, exponent) in values.SelectMany(value => exponents.Select(exponent => (value, exponent))))
        {
            at = at.AddMinutes(-1);
            world.World.AddGroup(Worlds.Demo, [new(1, value, exponent), new(6, value, exponent), new(9, value, exponent), new(10, value, exponent), new(88, value, exponent)], at);
        }

        var result = await world.RunAsync("-FJ", "--to-csv", "-o", "x", "--features", "BLOOD_PRESSURE").Exits(6);
        await world.RunAsync("export", "-J", "--to-csv", "-o", "all").Exits(0);

        Assert.Contains("weight_scale.weight", result.Out, StringComparison.Ordinal);
        Assert.Equal(ArchiveOf.TrueGroups(world), await ArchiveOf.GroupsAsync(world));
        foreach (var file in new[] { "x.json", "all.json" })
        {
            using var json = System.Text.Json.JsonDocument.Parse(await File.ReadAllBytesAsync(world.PathOf(file), TestContext.Current.CancellationToken));
            Assert.NotEmpty(json.RootElement.EnumerateObject());
        }
    }

    [Fact]
    public async Task One_broken_kind_holds_back_no_other()
    {
        await using var world = await Worlds.SignedInAsync(days: 5);
        world.World.Faults.Inject(new Fault(FaultKind.WrongTypes) { Action = "getworkouts", Times = 1000 });
        world.World.Faults.Inject(new Fault(FaultKind.Html) { Action = "getsummary", HttpStatus = 502, Times = 1000 });

        var result = await world.RunAsync("pull").Exits(6);

        Assert.Contains("The workouts could not be pulled", result.Error, StringComparison.Ordinal);
        Assert.Contains("The nights could not be pulled", result.Error, StringComparison.Ordinal);
        Assert.Equal(ArchiveOf.TrueGroups(world), await ArchiveOf.GroupsAsync(world));
        Assert.NotEmpty(await ArchiveOf.ReadAsync<IntradaySample>(world));
        world.World.Faults.Clear();
        await world.RunAsync("pull").Exits(0);
        Assert.Equal(world.World.TruthOf(Worlds.Demo).Nights.Count, (await ArchiveOf.ReadAsync<SleepNight>(world)).Count);
    }

    [Fact]
    public async Task A_pull_that_can_bring_nothing_at_all_fails_within_a_minute()
    {
        await using var world = await Worlds.SignedInAsync(days: 5);
        world.World.Faults.Inject(new Fault(FaultKind.Html) { HttpStatus = 502, Times = 10_000 });

        var result = await world.RunAsync("pull").Exits(1);

        Assert.Contains("does not answer as it should", result.Error, StringComparison.Ordinal);
        Assert.InRange(world.Time.GetUtcNow() - Worlds.Noon, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        world.World.Faults.Clear();
        await world.RunAsync("pull").Exits(0);
        Assert.Equal(ArchiveOf.TrueGroups(world), await ArchiveOf.GroupsAsync(world));
    }

    private static async Task TurnWhileAsync(LoopbackWorld world, InjectedFault hang, Task run)
    {
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        var seen = 0;
        while (!run.IsCompleted)
        {
            await look.WaitForNextTickAsync(TestContext.Current.CancellationToken);
            if (hang.Hits > seen)
            {
                seen = hang.Hits;
                world.Clock().Advance(TimeSpan.FromSeconds(30));
            }
        }
    }
}
