using Xunit;

namespace WithingsSync.SystemTests.Nodes;

/// <summary>The one process of a family's server is killed while people are measured.</summary>
public sealed class SqliteKillTests
{
    [Fact]
    public Task A_server_on_SQLite_killed_under_load_loses_nothing() => Killing.RunAsync(postgres: false, Killing.Kills * 3 / 10, "every-call");
}
