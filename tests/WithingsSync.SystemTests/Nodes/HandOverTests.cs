using System.Diagnostics;
using WithingsSync.Simulator.Faults;
using WithingsSync.SystemTests.Scene;
using Xunit;

namespace WithingsSync.SystemTests.Nodes;

/// <summary>A node ends in the middle of a pull, by a kill or as it is told to; another node goes on with it.</summary>
public sealed class HandOverTests(HandOverScene scene) : IClassFixture<HandOverScene>
{
    private static readonly TimeSpan Promised = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task A_killed_nodes_pull_is_done_by_another_within_ten_seconds()
    {
        var weighed = await scene.PullAsync(FaultKind.Hang);
        var since = Stopwatch.StartNew();

        await scene.World.Nodes[0].KillAsync();

        await scene.RowAsync(weighed);
        HandOverScene.Report("killed while it asked, row stored by the other node", since);
        await scene.AssertInTimeAsync(since, Promised);
    }

    [Fact]
    public async Task A_node_killed_before_the_answer_came_is_followed_although_Withings_refuses_repetitions()
    {
        var weighed = await scene.PullAsync(FaultKind.Hold);
        var withings = scene.World.Withings;
        var before = withings.Requests.CountOf("/measure", "getmeas");
        var since = Stopwatch.StartNew();

        await scene.World.Nodes[0].KillAsync();

        await scene.World.UntilAsync(() => Task.FromResult(withings.Requests.CountOf("/measure", "getmeas") > before), 2 * Promised, "another request");
        HandOverScene.Report("killed before the answer, asked again by the other node", since);
        await scene.AssertInTimeAsync(since, Promised);

        // Withings refuses the same call within ten seconds, whoever makes it.
        await scene.RowAsync(weighed);
        HandOverScene.Report("... and the row", since);
    }

    [Fact]
    public async Task A_node_that_is_told_to_stop_in_the_middle_leaves_its_work_to_another()
    {
        var weighed = await scene.PullAsync(FaultKind.Hang);
        var since = Stopwatch.StartNew();

        (await scene.World.Nodes[0].StopAsync()).Exits(0);

        HandOverScene.Report("stopped", since);
        await scene.RowAsync(weighed);
        HandOverScene.Report("told to stop, row stored by the other node", since);
        await scene.AssertInTimeAsync(since, Promised);
    }
}
