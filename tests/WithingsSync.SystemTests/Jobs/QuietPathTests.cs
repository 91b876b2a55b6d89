using WithingsSync.Storage.Server;
using Xunit;

namespace WithingsSync.SystemTests.Jobs;

/// <summary>Whole servers that Withings notifies no more, or never did.</summary>
public sealed class QuietPathTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Who_unlinks_at_Withings_has_to_connect_again_and_is_left_alone(bool postgres)
    {
        await using var world = await JobsWorld.StartAsync(postgres, historyDays: 1);
        var account = await world.ConnectAndSettleAsync();

        await world.Withings.UnlinkAsync("demo");

        await JobsWorld.UntilAsync(async () => (await world.Get<IntegrationStore>().FindAsync(account, Stop))!.NeedsReconnect, "the loss to be noticed");
        await JobsWorld.UntilAsync(async () => (await world.Get<NotificationStore>().ListWaitingUsersAsync(Stop)).Count == 0, "an empty inbox");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Without_webhooks_the_first_poll_comes_by_itself(bool postgres)
    {
        await using var world = await JobsWorld.StartAsync(postgres, historyDays: 1, webhooks: false);
        var account = await world.ConnectAsync();

        await JobsWorld.UntilAsync(async () => (await world.Get<BackfillStore>().FindAsync(account, Stop)) is { Stage: Backfill.Done }, "the backfill");

        Assert.Equal(world.Withings.TruthOf("demo").Groups.Count, (await world.GroupsAsync(account)).Count);
    }
}
