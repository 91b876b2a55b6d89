using System.Diagnostics;
using System.Globalization;
using WithingsSync.Simulator.Faults;
using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.SystemTests.Nodes;

/// <summary>Two nodes on one PostgreSQL, and for each test another person, so that no pull is too near to the one before.</summary>
public sealed class HandOverScene : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private NodesWorld? _world;
    private int _tests;

    internal NodesWorld World => _world ?? throw new InvalidOperationException("Nobody is connected yet.");

    /// <summary>The first node, alone, asks Withings for a new weighing and waits for the answer; then the second one is there too.</summary>
    /// <returns>The weighing's group.</returns>
    internal async Task<long> PullAsync(FaultKind kind)
    {
        var since = Stopwatch.StartNew();
        var world = _world ??= await NodesWorld.StartAsync(
            await (await PostgresServer.SharedAsync()).CreateDatabaseAsync(), nodes: 2, people: 3, new Dictionary<string, string>(StringComparer.Ordinal) { ["Withings__Signing"] = "client-secret" });
        foreach (var node in world.Nodes)
        {
            await node.PutAwayAsync();
        }

        world.Withings.Faults.Clear();
        Report("people connected, nodes down", since);
        world.Nodes[0].Start();
        await world.Nodes[0].ReadyAsync();
        Report("first node ready", since);
        var fault = world.Withings.Faults.Inject(new(kind) { Path = "/measure", Action = "getmeas" });
        var weighed = world.Withings.Weigh(world.People.Keys.ElementAt(_tests++), 72.4m);
        await world.UntilAsync(() => Task.FromResult(fault.Reached.IsCompleted), Limit, "the first node to ask Withings");
        Report("it asks Withings", since);
        world.Nodes[1].Start();
        await world.Nodes[1].ReadyAsync();
        Report("second node ready", since);
        return weighed.Id;
    }

    internal Task RowAsync(long group) => World.UntilAsync(
        async () => await World.Store.CountAsync(string.Create(CultureInfo.InvariantCulture, $"measure_groups where group_id = {group}")) == 1, Limit, "the weighing");

    internal async Task AssertInTimeAsync(Stopwatch since, TimeSpan promised) =>
        Assert.True(since.Elapsed < promised, $"It took {since.Elapsed.TotalSeconds:0.0} s.\n{await World.TellAsync()}");

    internal static void Report(string what, Stopwatch since) =>
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {since.Elapsed.TotalSeconds:0.0} s"));

    public ValueTask DisposeAsync() => _world is { } world ? world.DisposeAsync() : ValueTask.CompletedTask;
}
