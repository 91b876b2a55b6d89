using System.Collections.Concurrent;
using System.Globalization;
using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.SystemTests.Nodes;

/// <summary>Four processes have more to ask than Withings allows, for minutes on the real clock: only when asked for, by <c>perf/server-budget.sh</c>.</summary>
public sealed class SaturationTests
{
    private const int People = 40;
    private static readonly TimeSpan Begin = TimeSpan.FromSeconds(70);
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(120);

    [Fact(Explicit = true)]
    public async Task Four_nodes_share_one_budget_and_use_it()
    {
        var address = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        await using var world = await NodesWorld.StartAsync(address, nodes: 4, People);
        await world.StartAllAsync();
        var seen = new ConcurrentQueue<DateTimeOffset>();
        world.Withings.Requests.Observer = request => seen.Enqueue(request.At);
        var began = world.Withings.UtcNow;
        for (var round = 0; world.Withings.UtcNow - began < Begin + Length; round++)
        {
            foreach (var name in world.People.Keys)
            {
                world.Withings.Weigh(name, 70 + (round % 50 / 10m), date: world.Withings.UtcNow.AddSeconds(-37 * round));
            }

            await Task.Delay(TimeSpan.FromSeconds(4), TimeProvider.System);
        }

        var used = seen.Count(at => at >= began + Begin && at < began + Begin + Length) / Length.TotalMinutes;
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{used:0.0} requests a minute of 120 over {Length.TotalMinutes} minutes; {world.Withings.Requests.MostInAnyMinute} in the fullest."));
        Assert.True(world.Withings.Requests.MostInAnyMinute <= 120);
        Assert.True(used >= 0.95 * 120, $"Only {used:0.0} requests a minute.");
    }
}
