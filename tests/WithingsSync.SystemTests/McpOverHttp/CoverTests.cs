using System.Text.Json.Nodes;
using WithingsSync.Pipeline.Budget;
using WithingsSync.Server.Budget;
using WithingsSync.Simulator.Faults;
using WithingsSync.SystemTests.Server;
using Xunit;

namespace WithingsSync.SystemTests.McpOverHttp;

/// <summary>A range that is not stored is pulled while the client waits; what cannot be pulled in time is told.</summary>
public sealed class CoverTests
{
    private const string Me = "demo";

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task A_range_that_was_never_read_is_read_while_the_client_waits(StoreKind kind)
    {
        await using var world = await ServerWorld.StartAsync(kind);
        var (_, token) = await world.AddPersonAsync("ana");
        await world.ConnectAsync(token);
        world.Simulator.World.TakeBloodPressure(Me, 141, 91, 61);

        var first = await world.PressuresAsync(token);
        world.Simulator.World.Requests.Clear();
        var second = await world.PressuresAsync(token);

        Assert.Contains(first["records"]!.AsArray(), record => record!.Systolic() == 141);
        Assert.Equal(("pulled", true), ((string)first["source"]!, (bool)first["is_complete"]!));
        Assert.Equal(("store", true), ((string)second["source"]!, (bool)second["is_complete"]!));
        Assert.Equal(0, world.Simulator.World.Requests.Counts.GetValueOrDefault("/measure getmeas"));
    }

    [Fact]
    public async Task Many_who_ask_at_once_wait_for_one_pull()
    {
        await using var world = await ServerWorld.StartAsync();
        var (_, token) = await world.AddPersonAsync("ana");
        await world.ConnectAsync(token);
        world.Simulator.World.TakeBloodPressure(Me, 141, 91, 61);
        world.Simulator.World.Faults.Inject(new(FaultKind.Slow) { Path = "/measure", Action = "getmeas", Delay = TimeSpan.FromMilliseconds(500) });

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => world.PressuresAsync(token)));

        Assert.All(answers, answer => Assert.Contains(answer["records"]!.AsArray(), record => record!.Systolic() == 141));
        Assert.Equal(1, world.Simulator.World.Requests.Counts.GetValueOrDefault("/measure getmeas"));
    }

    [Fact]
    public async Task A_pull_that_is_slower_than_the_bound_goes_on_after_the_answer()
    {
        await using var world = await ServerWorld.StartAsync(settings: environment => environment["Mcp__Wait"] = "1");
        var (_, token) = await world.AddPersonAsync("ana");
        await world.ConnectAsync(token);
        world.Simulator.World.TakeBloodPressure(Me, 141, 91, 61);
        world.Simulator.World.Faults.Inject(new(FaultKind.Hold) { Path = "/measure", Action = "getmeas" });

        var early = await world.PressuresAsync(token);
        world.Simulator.World.Faults.Clear();
        var later = await UntilAsync(() => world.PressuresAsync(token), answer => (bool)answer["is_complete"]!);

        Assert.False((bool)early["is_complete"]!);
        Assert.Empty(early["records"]!.AsArray());
        Assert.InRange((int)early["retry_after_seconds"]!, 1, 60);
        Assert.Contains("measures", (string)early["notes"]![0]!, StringComparison.Ordinal);
        Assert.Contains(early["notes"]!.AsArray(), note => ((string)note!).Contains("does not mean that nothing was measured", StringComparison.Ordinal));
        Assert.DoesNotContain(early["notes"]!.AsArray(), note => ((string)note!).StartsWith("No blood pressure", StringComparison.Ordinal));
        Assert.Contains(later["records"]!.AsArray(), record => record!.Systolic() == 141);
    }

    [Fact]
    public async Task A_budget_that_is_used_up_is_not_waited_for()
    {
        await using var world = await ServerWorld.StartAsync(settings: environment => environment["Withings__RequestsPerMinute"] = "20");
        var (_, token) = await world.AddPersonAsync("ana");
        await world.ConnectAsync(token);
        var budget = world.Get<SharedBudget>();
        while ((await budget.LookAsync(default)).Free > 0)
        {
            await budget.WaitAsync(Lane.Interactive, account: null, default);
        }

        var answer = await world.PressuresAsync(token);

        Assert.Equal("rate_limit", (string)answer["code"]!);
        Assert.Contains("rate limit", (string)answer["message"]!, StringComparison.Ordinal);
        Assert.InRange((int)answer["retry_after_seconds"]!, 20, 62);
    }

    [Fact]
    public async Task Withings_own_limiter_is_told_and_what_is_stored_is_answered()
    {
        await using var world = await ServerWorld.StartAsync(settings: environment => environment["Mcp__Wait"] = "2");
        var (_, token) = await world.AddPersonAsync("ana");
        await world.ConnectAsync(token);
        world.Simulator.World.TakeBloodPressure(Me, 141, 91, 61);
        await world.PressuresAsync(token);
        world.Simulator.World.Faults.Inject(Fault.TooManyRequests(waitSeconds: 600) with { Path = "/measure", Times = 20 });

        var answer = await world.PressuresAsync(token, "30d");

        Assert.Contains(answer["records"]!.AsArray(), record => record!.Systolic() == 141);
        Assert.False((bool)answer["is_complete"]!);
        Assert.NotNull(answer["retry_after_seconds"]);
        Assert.NotEmpty(answer["notes"]!.AsArray());
    }

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task A_lost_grant_is_told_and_what_is_stored_is_answered(StoreKind kind)
    {
        await using var world = await ServerWorld.StartAsync(kind);
        var (_, token) = await world.AddPersonAsync("ana");
        await world.ConnectAsync(token);
        world.Simulator.World.TakeBloodPressure(Me, 141, 91, 61);
        await world.PressuresAsync(token);
        world.Simulator.World.RevokeGrants(Me);

        var answer = await world.PressuresAsync(token, "30d");
        var status = await world.CallAsync(token, "withings_status");

        Assert.Contains(answer["records"]!.AsArray(), record => record!.Systolic() == 141);
        Assert.False((bool)answer["is_complete"]!);
        Assert.Contains("connect again", (string)answer["notes"]![0]!, StringComparison.Ordinal);
        Assert.False((bool)status["is_connected"]!);
        Assert.NotNull(status["problem"]);
    }

    [Fact]
    public async Task Who_disconnected_is_answered_from_the_store_and_who_never_connected_is_told_how()
    {
        await using var world = await ServerWorld.StartAsync();
        var (_, token) = await world.AddPersonAsync("ana");
        var never = await world.PressuresAsync(token);
        await world.ConnectAsync(token);
        world.Simulator.World.TakeBloodPressure(Me, 141, 91, 61);
        await world.PressuresAsync(token);
        using var gone = await world.SendAsync(HttpMethod.Delete, $"{ServerWorld.Connect}/disconnect", token);

        var answer = await world.PressuresAsync(token);

        Assert.Equal("not_connected", (string)never["code"]!);
        Assert.Contains("connect", never.ToJsonString(), StringComparison.OrdinalIgnoreCase);
        Assert.Contains(answer["records"]!.AsArray(), record => record!.Systolic() == 141);
        Assert.False((bool)answer["is_complete"]!);
        Assert.Contains("connect", (string)answer["notes"]![0]!, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_restart_in_the_middle_of_a_pull_loses_nothing()
    {
        await using var world = await ServerWorld.StartAsync(settings: environment => environment["Mcp__Wait"] = "0");
        var (_, token) = await world.AddPersonAsync("ana");
        await world.ConnectAsync(token);
        world.Simulator.World.TakeBloodPressure(Me, 141, 91, 61);
        world.Simulator.World.Faults.Inject(new(FaultKind.Hold) { Path = "/measure", Action = "getmeas" });
        var before = await world.PressuresAsync(token);

        await world.RestartAsync(settings => settings with { Mcp = settings.Mcp with { Wait = TimeSpan.FromSeconds(20) } });
        world.Simulator.World.Faults.Clear();
        var after = await world.PressuresAsync(token);

        Assert.False((bool)before["is_complete"]!);
        Assert.Contains(after["records"]!.AsArray(), record => record!.Systolic() == 141);
        Assert.True((bool)after["is_complete"]!);
    }

    private static async Task<JsonObject> UntilAsync(Func<Task<JsonObject>> ask, Predicate<JsonObject> isEnough)
    {
        for (var turn = 0; ; turn++)
        {
            var answer = await ask();
            if (isEnough(answer))
            {
                return answer;
            }

            Assert.True(turn < 60, answer.ToJsonString());
        }
    }
}
