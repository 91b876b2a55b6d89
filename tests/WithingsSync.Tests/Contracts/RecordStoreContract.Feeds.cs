using WithingsSync.Pipeline.Pulling;
using WithingsSync.Pipeline.Records;
using Xunit;
using static WithingsSync.Tests.Contracts.SomeRecords;

namespace WithingsSync.Tests.Contracts;

/// <summary>How far each feed was read.</summary>
public abstract partial class RecordStoreContract
{
    [Fact]
    public async Task The_state_of_a_feed_is_read_as_it_was_saved()
    {
        var state = new FeedState(5000000000, Noon, Noon.AddDays(-1), NotGranted: true, CaughtUpAt: Noon.AddHours(-1));
        Assert.Equal(FeedState.Never, await Store.FindStateAsync(Ana, Feed.Sleep, Stop));

        await Store.SaveStateAsync(Ana, Feed.Sleep, state, Stop);
        Assert.Equal(state, await Store.FindStateAsync(Ana, Feed.Sleep, Stop));
        Assert.Equal(FeedState.Never, await Store.FindStateAsync(Ana, Feed.Nights, Stop));

        await Store.SaveStateAsync(Ana, Feed.Sleep, FeedState.Never, Stop);
        Assert.Equal(FeedState.Never, await Store.FindStateAsync(Ana, Feed.Sleep, Stop));
    }

    [Fact]
    public async Task An_item_read_again_has_its_last_reading()
    {
        await Store.SaveVersionAsync(Ana, Feed.Sleep, 5000000000, Noon, Stop);
        await Store.SaveVersionAsync(Ana, Feed.Sleep, 5000000000, Noon.AddHours(1), Stop);
        await Store.SaveVersionAsync(Ana, Feed.Sleep, 19792, Noon, Stop);

        var reads = await Store.FindVersionsAsync(Ana, Feed.Sleep, Stop);

        Assert.Equal(new() { [5000000000] = Noon.AddHours(1), [19792] = Noon }, reads.ToDictionary());
        Assert.Empty(await Store.FindVersionsAsync(Ana, Feed.Signals, Stop));
    }

    [Fact]
    public async Task A_failure_is_kept_until_the_item_is_read()
    {
        await Store.SaveFailureAsync(Ana, Feed.Sleep, 5000000000, new(Noon, 1, Noon.AddDays(1)), Stop);
        await Store.SaveFailureAsync(Ana, Feed.Sleep, 5000000000, new(Noon, 2, Noon.AddDays(3)), Stop);
        await Store.SaveFailureAsync(Ana, Feed.Sleep, 7, new(Noon, 1, Noon.AddDays(1)), Stop);
        await Store.SaveVersionAsync(Ana, Feed.Sleep, 7, Noon, Stop);

        var failures = await Store.FindFailuresAsync(Ana, Feed.Sleep, Stop);

        Assert.Equal(new() { [5000000000] = new(Noon, 2, Noon.AddDays(3)) }, failures.ToDictionary());
        Assert.Empty(await Store.FindFailuresAsync(Ana, Feed.Signals, Stop));
        Assert.Empty(await Store.FindFailuresAsync(Ben, Feed.Sleep, Stop));
    }

    [Fact]
    public async Task That_an_item_was_asked_for_in_vain_is_kept_until_it_is_read_or_fails()
    {
        await Store.SaveAskAsync(Ana, Feed.Sleep, 5000000000, new(Noon, Noon), Stop);
        await Store.SaveAskAsync(Ana, Feed.Sleep, 5000000000, new(Noon.AddHours(1), Noon.AddHours(2)), Stop);
        await Store.SaveAskAsync(Ana, Feed.Sleep, 7, new(Noon, Noon), Stop);
        await Store.SaveAskAsync(Ana, Feed.Sleep, 8, new(Noon, Noon), Stop);
        await Store.SaveVersionAsync(Ana, Feed.Sleep, 7, Noon, Stop);
        await Store.SaveFailureAsync(Ana, Feed.Sleep, 8, new(Noon, 1, Noon), Stop);

        var asks = await Store.FindAsksAsync(Ana, Feed.Sleep, Stop);

        Assert.Equal(new() { [5000000000] = new(Noon.AddHours(1), Noon.AddHours(2)) }, asks.ToDictionary());
        Assert.Empty(await Store.FindAsksAsync(Ana, Feed.Signals, Stop));
        Assert.Empty(await Store.FindAsksAsync(Ben, Feed.Sleep, Stop));
    }
}
