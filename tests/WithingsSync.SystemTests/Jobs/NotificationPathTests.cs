using System.Net;
using WithingsSync.Server.Jobs;
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
        Assert.Equal(SyncStatus.Idle, (await world.Get<IntegrationStore>().FindAsync(account, Stop))!.Status);
    }

    [Fact]
    public async Task Ten_notifications_in_a_burst_cost_two_pulls_at_most()
    {
        await using var world = await JobsWorld.StartAsync(historyDays: 1);
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

    [Fact]
    public async Task Who_unlinks_at_Withings_has_to_connect_again_and_is_left_alone()
    {
        await using var world = await JobsWorld.StartAsync(historyDays: 1);
        var account = await world.ConnectAndSettleAsync();

        await world.Withings.UnlinkAsync("demo");

        await JobsWorld.UntilAsync(async () => (await world.Get<IntegrationStore>().FindAsync(account, Stop))!.NeedsReconnect, "the loss to be noticed");
        await JobsWorld.UntilAsync(async () => (await world.Get<NotificationStore>().ListWaitingUsersAsync(Stop)).Count == 0, "an empty inbox");
    }

    [Fact]
    public async Task An_administrator_sees_the_jobs_and_the_budget()
    {
        await using var world = await JobsWorld.StartAsync(historyDays: 1);
        await world.ConnectAndSettleAsync();

        var budget = await world.AdminAsync("budget");
        var jobs = await world.AdminAsync("jobs");

        Assert.Equal(120, (int)budget["used"]! + (int)budget["free"]!);
        Assert.True((int)budget["used"]! > 0);
        Assert.Equal(5, jobs["jobs"]!.AsArray().Count);
        Assert.Empty((await world.AdminAsync("dead-letters"))["dead_letters"]!.AsArray());
        Assert.Empty((await world.AdminAsync("subscriptions"))["incomplete"]!.AsArray());
    }

    [Fact]
    public async Task An_administrator_has_done_again_what_was_given_up()
    {
        await using var world = await JobsWorld.StartAsync(historyDays: 1);
        var account = await world.ConnectAndSettleAsync();
        var now = TimeProvider.System.GetUtcNow();
        var backfill = (await world.Get<BackfillStore>().FindAsync(account, Stop))!;
        await world.Get<BackfillStore>().SaveAsync(backfill with { Stage = Backfill.Whole, FeedsDone = [], FinishedAt = null, Failure = "The backfill was given up; see the dead letters." }, Stop);
        await world.Get<WorkStore>().BuryAsync(new("letter-1", JobNames.Backfill, account.Value, account.Value, [], "Withings failed at /measure getmeas (status 522).", 8, now), Stop);
        world.Withings.NotificationManners.Loses = true;
        var weighed = world.Withings.Weigh("demo", 72.4m);

        var letter = Assert.Single((await world.AdminAsync("dead-letters"))["dead_letters"]!.AsArray())!;
        Assert.Equal(("withings.backfill", 8), ((string)letter["job"]!, (int)letter["attempts"]!));
        Assert.Equal(HttpStatusCode.NoContent, await world.PostAdminAsync("dead-letters/letter-1/replay"));
        Assert.Equal(HttpStatusCode.NotFound, await world.PostAdminAsync("dead-letters/letter-1/replay"));

        await JobsWorld.UntilAsync(async () => await world.Get<BackfillStore>().FindAsync(account, Stop) is { Stage: Backfill.Done, Failure: null }, "the backfill");
        Assert.Contains(weighed.Id, (await world.GroupsAsync(account)).Select(group => group.GroupId));
    }

    [Fact]
    public async Task Without_webhooks_the_first_poll_comes_by_itself()
    {
        await using var world = await JobsWorld.StartAsync(historyDays: 1, webhooks: false);
        var account = await world.ConnectAsync();

        await JobsWorld.UntilAsync(async () => (await world.Get<BackfillStore>().FindAsync(account, Stop)) is { Stage: Backfill.Done }, "the backfill");

        Assert.Equal(world.Withings.TruthOf("demo").Groups.Count, (await world.GroupsAsync(account)).Count);
    }
}
