using WithingsSync.Mcp;
using WithingsSync.Mcp.Covering;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Storage;
using WithingsSync.SystemTests.Scene;
using Xunit;

namespace WithingsSync.SystemTests.Mcp;

/// <summary>What is pulled before an answer, where one feed follows from another.</summary>
public sealed class DueFeedTests
{
    [Theory]
    [InlineData(Feed.Activity, Feed.Intraday)]
    [InlineData(Feed.Nights, Feed.Sleep)]
    [InlineData(Feed.Heart, Feed.Signals)]
    public async Task What_follows_from_a_list_is_due_with_it_although_nothing_is_known_of_it_yet(Feed list, Feed items)
    {
        await using var world = await Worlds.SignedInAsync(days: 2);
        using var archive = Archive.Open(world.ArchiveFile, world.Time);
        var (from, to) = (Worlds.Noon.AddDays(-1), Worlds.Noon);

        var due = await new CoverPlan(archive, new AccountId(world.AccountOf()), TimeSpan.FromMinutes(15), readSince: _ => null)
            .DueAsync(new CoverOrder([list, items], from, to), Worlds.Noon, TestContext.Current.CancellationToken);

        Assert.Equal([list, items], due.Select(one => one.Feed));
        Assert.True(Assert.IsType<PullScope.Changes>(due[1].Scope).From <= from);
    }
}
