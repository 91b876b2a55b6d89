using WithingsSync.Health;
using WithingsSync.Simulator.Faults;
using WithingsSync.Storage.Server;
using WithingsSync.SystemTests.Server;
using Xunit;
using static WithingsSync.SystemTests.Work.WorkWorld;

namespace WithingsSync.SystemTests.Work;

/// <summary>Subscriptions vanish without a word: that is noticed, repaired, seen, and made up for by polls.</summary>
public sealed class SubscriptionTests
{
    private static readonly TimeSpan Quarter = TimeSpan.FromMinutes(15);

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task A_subscription_that_lapsed_is_back_within_a_day(StoreKind kind)
    {
        await using var world = await WorkWorld.StartAsync(kind);
        await world.ConnectAndSettleAsync();
        Assert.Equal(1, world.Withings.DropSubscription(Me, 4));
        Assert.Equal(1, world.Withings.DropSubscription(Me, 46));

        world.Time.Advance(TimeSpan.FromHours(22));
        await world.SubscribeAsync();
        Assert.Equal(6, world.Withings.Subscriptions.Count);
        world.Time.Advance(TimeSpan.FromHours(4));
        await world.SubscribeAsync();

        Assert.Equal([1, 2, 4, 16, 44, 46, 54, 62], world.Withings.Subscriptions.Select(one => one.Appli).Order());
        Assert.Equal(2, world.Withings.Requests.CountOf("/notify", "subscribe"));
        Assert.Contains("had lapsed and are there again: Pressure, Profile", world.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_Withings_cannot_reach_is_reported_and_the_person_is_polled()
    {
        await using var world = await WorkWorld.StartAsync(change: settings => settings with { PublicUrl = new Uri("http://127.0.0.1:1") });
        var (account, _) = await world.ConnectAndSettleAsync();
        var watch = await world.Get<WatchStore>().FindAsync(account, default);
        Assert.False(watch.IsComplete);
        Assert.Equal([1, 2, 4, 16, 44, 46, 54, 62], watch.Missing!.Order());
        Assert.Empty(world.Withings.Subscriptions);

        for (var quarter = 0; quarter < 3; quarter++)
        {
            world.Time.Advance(Quarter);
            world.Withings.Weigh(Me, 80m + quarter);
            await world.PollAsync();
            await world.AssertGroupsAreTrueAsync(account);
        }

        Assert.Equal(3, (await world.ReadAsync<MeasureGroup>(account)).Count);
    }

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task Who_misses_one_category_is_polled_for_it_and_for_nothing_else(StoreKind kind)
    {
        await using var world = await WorkWorld.StartAsync(kind);
        world.Withings.Faults.Inject(Fault.OfStatus(293) with { Path = "/notify", Action = "subscribe" });
        var (account, _) = await world.ConnectAndSettleAsync();
        Assert.Equal([1], (await world.Get<WatchStore>().FindAsync(account, default)).Missing);
        world.Withings.Weigh(Me, 80m);
        await world.PollAsync();
        world.Withings.Requests.Clear();

        world.Time.Advance(Quarter);
        world.Withings.Weigh(Me, 81m);
        await world.PollAsync();

        await world.AssertGroupsAreTrueAsync(account);
        Assert.Equal(["getmeas"], world.Withings.Requests.Recent.Select(request => request.Action).Where(action => action != "getnonce"));
    }

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task A_new_secret_reaches_every_subscription_with_the_next_look(StoreKind kind)
    {
        await using var world = await WorkWorld.StartAsync(kind);
        var (account, _) = await world.ConnectAndSettleAsync();

        await world.RestartAsync(settings => settings with { WebhookSecret = "another-secret-of-the-tests" });
        await world.SubscribeAsync();
        world.Time.Advance(TimeSpan.FromMinutes(1));
        world.Withings.Weigh(Me, 80m);
        await world.ServeNotificationsAsync();

        Assert.Equal(8, world.Withings.Subscriptions.Count);
        Assert.All(world.Withings.Subscriptions, one => Assert.EndsWith("token=another-secret-of-the-tests", one.CallbackUrl, StringComparison.Ordinal));
        await world.AssertGroupsAreTrueAsync(account);
        Assert.DoesNotContain("another-secret-of-the-tests", world.Log.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task After_a_pause_of_more_than_four_hours_everybody_is_asked_once(StoreKind kind)
    {
        await using var world = await WorkWorld.StartAsync(kind);
        var (account, _) = await world.ConnectAndSettleAsync();
        await world.PollAsync();
        world.Withings.NotificationManners.Loses = true;
        world.Withings.Weigh(Me, 80m);
        world.Time.Advance(TimeSpan.FromHours(5));

        await world.PollAsync();

        await world.AssertGroupsAreTrueAsync(account);
        var asked = world.Withings.Requests.CountOf("/measure", "getmeas");
        world.Time.Advance(Quarter);
        await world.PollAsync();
        Assert.Equal(asked, world.Withings.Requests.CountOf("/measure", "getmeas"));
    }

    [Fact]
    public async Task Whose_webhooks_work_is_not_polled()
    {
        await using var world = await WorkWorld.StartAsync();
        await world.ConnectAndSettleAsync();
        for (var quarter = 0; quarter < 12; quarter++)
        {
            await world.PollAsync();
            world.Time.Advance(Quarter);
        }

        Assert.Equal(0, world.Withings.Requests.CountOf("/measure", "getmeas"));
    }

    [Fact]
    public async Task Notifications_doubled_disordered_and_late_bring_each_reading_once()
    {
        await using var world = await WorkWorld.StartAsync();
        var (account, _) = await world.ConnectAndSettleAsync();
        (world.Withings.NotificationManners.Copies, world.Withings.NotificationManners.Disorders) = (2, true);

        for (var weighing = 0; weighing < 6; weighing++)
        {
            world.Withings.Weigh(Me, 80m + weighing);
            world.Time.Advance(TimeSpan.FromSeconds(7));
            await world.ServeNotificationsAsync();
        }

        world.Time.Advance(TimeSpan.FromMinutes(1));
        await world.ServeNotificationsAsync();
        await world.AssertGroupsAreTrueAsync(account);
    }
}
