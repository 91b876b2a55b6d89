using WithingsSync.Storage.Server;
using Xunit;

namespace WithingsSync.SystemTests.Jobs;

/// <summary>From the scale to the row, through whole servers.</summary>
public sealed class NotificationPathTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 2)]
    public async Task Connect_backfill_weigh_and_the_row_is_there(bool postgres, int nodes)
    {
        await using var world = await JobsWorld.StartAsync(postgres, nodes);
        var account = await world.ConnectAndSettleAsync();
        var truth = world.Withings.TruthOf("demo");
        Assert.Equal(truth.Groups.Select(group => group.Id).Order(), (await world.GroupsAsync(account)).Select(group => group.GroupId).Order());

        var weighed = world.Withings.Weigh("demo", 72.4m);

        await JobsWorld.UntilAsync(async () => (await world.GroupsAsync(account)).Any(group => group.GroupId == weighed.Id), "the weighing");
        await JobsWorld.UntilAsync(async () => (await world.Get<NotificationStore>().ListWaitingUsersAsync(Stop)).Count == 0, "an empty inbox");
        Assert.True(world.Withings.Requests.MostInAnyMinute <= 120);

        // Another job may be at work for the person at this very moment.
        await JobsWorld.UntilAsync(async () => (await world.Get<IntegrationStore>().FindAsync(account, Stop))!.Status == SyncStatus.Idle, "rest");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ten_notifications_in_a_burst_cost_two_pulls_at_most(bool postgres)
    {
        await using var world = await JobsWorld.StartAsync(postgres, historyDays: 1);
        await world.ConnectAndSettleAsync();
        var before = world.Withings.Requests.CountOf("/measure", "getmeas");

        foreach (var _ in Enumerable.Range(0, 10))
        {
            await world.Withings.NotifyAsync("demo", 1);
        }

        await world.Withings.SettleNotificationsAsync();
        await JobsWorld.UntilAsync(async () => (await world.Get<NotificationStore>().ListWaitingUsersAsync(Stop)).Count == 0, "an empty inbox");
        Assert.InRange(world.Withings.Requests.CountOf("/measure", "getmeas") - before, 1, 2);
    }
}
