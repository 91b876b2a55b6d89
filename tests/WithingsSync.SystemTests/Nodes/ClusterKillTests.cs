using Xunit;

namespace WithingsSync.SystemTests.Nodes;

/// <summary>Two nodes, and now and then their PostgreSQL, are killed while people are measured.</summary>
public sealed class ClusterKillTests
{
    [Fact]
    public Task Nodes_and_PostgreSQL_killed_under_load_lose_nothing() => Killing.RunAsync(postgres: true, Killing.Kills * 7 / 10, "client-secret");
}
