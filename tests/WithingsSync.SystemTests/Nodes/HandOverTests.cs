using System.Diagnostics;
using System.Globalization;
using WithingsSync.Simulator.Faults;
using WithingsSync.SystemTests.Scene;
using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.SystemTests.Nodes;

/// <summary>A node ends in the middle of a pull, by a kill or as it is told to; another node goes on with it.</summary>
public sealed class HandOverTests
{
    private static readonly TimeSpan Promised = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_killed_nodes_pull_is_done_by_another_within_ten_seconds()
    {
        await using var scene = await PullingAsync(FaultKind.Hang);
        var since = Stopwatch.StartNew();

        await scene.World.Nodes[0].KillAsync();

        await scene.RowAsync();
        Report("killed while it asked, row stored by the other node", since.Elapsed);
        Assert.True(since.Elapsed < Promised, $"It took {since.Elapsed.TotalSeconds:0.0} s.\n{scene.World.Nodes[1].Said}");
    }

    [Fact]
    public async Task A_node_killed_before_the_answer_came_is_followed_although_Withings_refuses_repetitions()
    {
        await using var scene = await PullingAsync(FaultKind.Hold);
        var before = scene.World.Withings.Requests.CountOf("/measure", "getmeas");
        var since = Stopwatch.StartNew();

        await scene.World.Nodes[0].KillAsync();

        await NodesWorld.UntilAsync(() => Task.FromResult(scene.World.Withings.Requests.CountOf("/measure", "getmeas") > before), Limit, () => $"another request\n{scene.World.Nodes[1].Said}");
        Report("killed before the answer, asked again by the other node", since.Elapsed);
        Assert.True(since.Elapsed < Promised, $"It took {since.Elapsed.TotalSeconds:0.0} s.\n{scene.World.Nodes[1].Said}");

        // Withings refuses the same call within ten seconds, whoever makes it.
        await scene.RowAsync();
        Report("... and the row", since.Elapsed);
    }

    [Fact]
    public async Task A_node_that_is_told_to_stop_in_the_middle_leaves_its_work_to_another()
    {
        await using var scene = await PullingAsync(FaultKind.Hang);
        var since = Stopwatch.StartNew();

        (await scene.World.Nodes[0].StopAsync()).Exits(0);

        Report("stopped", since.Elapsed);
        await scene.RowAsync();
        Report("told to stop, row stored by the other node", since.Elapsed);
        Assert.True(since.Elapsed < Promised, $"It took {since.Elapsed.TotalSeconds:0.0} s.\n{scene.World.Nodes[1].Said}");
    }

    /// <summary>Two nodes; the first asks Withings for a new weighing, and waits for the answer.</summary>
    private static async Task<Pulling> PullingAsync(FaultKind kind)
    {
        var address = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        var world = await NodesWorld.StartAsync(address, nodes: 2, people: 1);
        world.Nodes[0].Start();
        await world.Nodes[0].ReadyAsync();
        var fault = world.Withings.Faults.Inject(new(kind) { Path = "/measure", Action = "getmeas" });
        var weighed = world.Withings.Weigh("demo", 72.4m);
        await fault.Reached.WaitAsync(Limit);
        world.Nodes[1].Start();
        await world.Nodes[1].ReadyAsync();
        return new(world, weighed.Id);
    }

    private static void Report(string what, TimeSpan took) =>
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {took.TotalSeconds:0.0} s"));

    private sealed record Pulling(NodesWorld World, long Group) : IAsyncDisposable
    {
        public Task RowAsync() => NodesWorld.UntilAsync(
            async () => await World.Store.CountAsync($"measure_groups where group_id = {Group}") == 1, Limit, () => $"the weighing\n{World.Nodes[1].Said}");

        public ValueTask DisposeAsync() => World.DisposeAsync();
    }
}
