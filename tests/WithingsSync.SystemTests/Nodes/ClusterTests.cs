using System.Globalization;
using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.SystemTests.Nodes;

/// <summary>Several processes on one PostgreSQL.</summary>
public sealed class ClusterTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public async Task Nodes_that_start_together_on_an_empty_database_all_serve_and_each_job_begins_once(int nodes)
    {
        var address = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        await using var world = await NodesWorld.StartAsync(address, nodes, people: 0);

        await world.StartAllAsync();

        foreach (var node in world.Nodes)
        {
            Assert.True(await world.PostAsync(node.Address!, $"userid=12345&appli=1&startdate={node.Number}&enddate={node.Number + 1}"));
        }

        await NodesWorld.UntilAsync(async () => await world.Store.CountAsync("notifications where outcome = 'unknown person'") == nodes, Limit, () => "every node's notification to be handled");
        await NodesWorld.UntilAsync(async () => (await BegunAsync(world)).Count == 5 && (await BegunAsync(world)).All(job => job.Times > 0), Limit, () => "the jobs to begin");

        // The others come every minute, and a slow machine may have seen the second one.
        Assert.All((await BegunAsync(world)).Where(job => job.Name is "withings.sync_periodic" or "withings.refresh_tokens"), job => Assert.True(job.Times == 1, $"{job.Name} began {job.Times} times."));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public async Task A_notification_is_pulled_once_whichever_node_it_reached(int nodes)
    {
        var address = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        await using var world = await NodesWorld.StartAsync(address, nodes, people: 1);
        await world.StartAllAsync();
        var asked = world.Withings.Requests.CountOf("/measure", "getmeas");

        var weighed = world.Withings.Weigh("demo", 72.4m);

        await NodesWorld.UntilAsync(async () => await world.Store.CountAsync($"measure_groups where group_id = {weighed.Id}") == 1, Limit, () => "the weighing");
        await NodesWorld.UntilAsync(async () => await world.Store.CountAsync("notifications where handled_at is null") == 0, Limit, () => "an empty inbox");
        Assert.Equal(asked + 1, world.Withings.Requests.CountOf("/measure", "getmeas"));
    }

    /// <summary>How often each repeating job was fired, in the whole cluster.</summary>
    private static async Task<IReadOnlyList<(string Name, int Times)>> BegunAsync(NodesWorld world) =>
    [
        .. from row in await world.Store.ReadAsync("select trigger_name, times_triggered from qrtz_simple_triggers where trigger_group = 'withings'")
           select (row[0], int.Parse(row[1], CultureInfo.InvariantCulture)),
    ];
}
