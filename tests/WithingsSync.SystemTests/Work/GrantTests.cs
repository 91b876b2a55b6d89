using WithingsSync.Health;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Simulator.Faults;
using WithingsSync.Storage.Server;
using WithingsSync.SystemTests.Server;
using Xunit;
using static WithingsSync.SystemTests.Work.WorkWorld;

namespace WithingsSync.SystemTests.Work;

/// <summary>A consent that ends, narrows, widens, moves or comes back.</summary>
public sealed class GrantTests
{
    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task A_grant_that_ended_without_a_word_is_left_alone_until_the_person_consents_and_then_nothing_is_missing(StoreKind kind)
    {
        await using var world = await WorkWorld.StartAsync(kind);
        var (account, token) = await world.ConnectAndSettleAsync();
        world.Withings.RevokeGrants(Me);
        world.Withings.Weigh(Me, 80m);
        world.Time.Advance(TimeSpan.FromHours(25));
        await world.SubscribeAsync();

        var status = await world.StatusAsync(token);
        Assert.Equal((true, true, "error"), ((bool)status["connected"]!, (bool)status["needs_reconnect"]!, (string)status["sync_status"]!));
        Assert.Contains("Connect again", (string)status["sync_error"]!, StringComparison.Ordinal);
        Assert.Null(await world.Get<IntegrationStore>().GrantsOf(account).FindAsync(default));

        world.Withings.Requests.Clear();
        for (var day = 0; day < 10; day++)
        {
            world.Time.Advance(TimeSpan.FromDays(1));
            await world.PollAsync();
            await world.RenewAsync();
            await world.SubscribeAsync();
            await world.BackfillAsync();
        }

        // Whether it is really gone is asked three times, and nothing else.
        Assert.Equal(3, world.Withings.Requests.CountOf("/v2/oauth2", "requesttoken"));
        Assert.Equal(0, world.Withings.Requests.Total - world.Withings.Requests.CountOf("/v2/oauth2", "requesttoken") - world.Withings.Requests.CountOf("/v2/signature", "getnonce"));
        world.Withings.Weigh(Me, 79m);

        await world.ConnectAsync(token);
        await world.BackfillAsync();
        await world.SubscribeAsync();

        await world.AssertGroupsAreTrueAsync(account);
        Assert.Equal(2, (await world.ReadAsync<MeasureGroup>(account)).Count);
        Assert.False((bool)(await world.StatusAsync(token))["needs_reconnect"]!);
        Assert.Equal(8, world.Withings.Subscriptions.Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Who_leaves_at_Withings_is_asked_for_nothing_more(bool deletesAccount)
    {
        await using var world = await WorkWorld.StartAsync();
        world.Withings.Weigh(Me, 80m);
        var (account, token) = await world.ConnectAndSettleAsync();

        await world.Withings.UnlinkAsync(Me, deletesAccount);
        await world.ServeNotificationsAsync();

        Assert.True((bool)(await world.StatusAsync(token))["needs_reconnect"]!);
        Assert.InRange(world.Withings.Requests.Total, 1, 4);
        Assert.Single(await world.ReadAsync<MeasureGroup>(account));
        Assert.Empty(await world.LettersAsync());
        world.Withings.Requests.Clear();
        world.Time.Advance(TimeSpan.FromDays(2));
        await world.PollAsync();
        await world.SubscribeAsync();
        Assert.Equal(0, world.Withings.Requests.Total);
    }

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task A_second_person_takes_a_Withings_account_over_and_the_first_keeps_what_was_read(StoreKind kind)
    {
        await using var world = await WorkWorld.StartAsync(kind);
        world.Withings.Weigh(Me, 80m);
        var (first, firstToken) = await world.ConnectAndSettleAsync();
        var (second, secondToken) = await world.AddPersonAsync("second");

        await world.ConnectAsync(secondToken);
        await world.BackfillAsync();
        await world.SubscribeAsync();
        world.Time.Advance(TimeSpan.FromMinutes(1));
        world.Withings.Weigh(Me, 81m);
        await world.ServeNotificationsAsync();

        Assert.Single(await world.ReadAsync<MeasureGroup>(first));
        await world.AssertGroupsAreTrueAsync(second);
        var ended = await world.StatusAsync(firstToken);
        Assert.Equal((false, 2), ((bool)ended["connected"]!, ended.Count));
        Assert.Contains("Somebody else here connected this Withings account", (string)ended["sync_error"]!, StringComparison.Ordinal);
        Assert.True((bool)(await world.StatusAsync(secondToken))["connected"]!);
        Assert.False(await world.DisconnectAsync(firstToken));
        Assert.NotEmpty(world.Withings.Subscriptions);
    }

    [Fact]
    public async Task A_narrow_consent_works_and_a_wider_one_later_brings_the_rest()
    {
        await using var world = await WorkWorld.StartAsync();
        var end = world.Time.GetUtcNow().AddHours(-5);
        world.Withings.Weigh(Me, 80m);
        world.Withings.AddNight(Me, end.AddHours(-7), end);
        var (account, token) = await world.ConnectAndSettleAsync(scopes: "user.metrics");

        Assert.Single(await world.ReadAsync<MeasureGroup>(account));
        Assert.Empty(await world.ReadAsync<SleepNight>(account));
        var state = await world.Get<ServerDatabase>().Records.FindStateAsync(account, Feed.Nights, default);
        Assert.True(state.NotGranted);
        Assert.Equal("done", (string?)(await world.StatusAsync(token))["backfill"]!["stage"]);
        Assert.Equal("idle", (string?)(await world.StatusAsync(token))["sync_status"]);
        Assert.Equal([1, 2, 4, 54, 62], world.Withings.Subscriptions.Select(one => one.Appli).Order());
        Assert.True((await world.Get<WatchStore>().FindAsync(account, default)).IsComplete);
        Assert.Empty(await world.LettersAsync());

        await world.ConnectAsync(token);
        await world.BackfillAsync();
        await world.SubscribeAsync();

        Assert.Single(await world.ReadAsync<SleepNight>(account));
        Assert.False((await world.Get<ServerDatabase>().Records.FindStateAsync(account, Feed.Nights, default)).NotGranted);
        Assert.Equal(8, world.Withings.Subscriptions.Count);
        Assert.Empty((await world.StatusAsync(token))["not_granted"]!.AsArray());
    }

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task Who_disconnects_takes_subscriptions_and_consent_along_and_leaves_the_data(StoreKind kind)
    {
        await using var world = await WorkWorld.StartAsync(kind);
        world.Withings.Weigh(Me, 80m);
        var (account, token) = await world.ConnectAndSettleAsync();
        var grant = (await world.Get<IntegrationStore>().GrantsOf(account).FindAsync(default))!;

        Assert.True(await world.DisconnectAsync(token));
        Assert.False(await world.DisconnectAsync(token));

        Assert.Empty(world.Withings.Subscriptions);
        Assert.Equal(1, world.Withings.Requests.CountOf("/v2/oauth2", "revoke"));
        Assert.Single(await world.ReadAsync<MeasureGroup>(account));
        Assert.DoesNotContain(grant.RefreshToken, world.Log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(grant.AccessToken, world.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_disconnects_while_Withings_is_down_is_disconnected_and_asked_for_nothing_more()
    {
        await using var world = await WorkWorld.StartAsync();
        var (account, token) = await world.ConnectAndSettleAsync();
        world.Withings.Faults.Inject(new(FaultKind.Html) { HttpStatus = 503, For = TimeSpan.FromHours(1) });

        Assert.True(await world.DisconnectAsync(token));

        Assert.False((bool)(await world.StatusAsync(token))["connected"]!);
        Assert.Null(await world.Get<IntegrationStore>().GrantsOf(account).FindAsync(default));

        // Its notifications still come, and lead nowhere.
        world.Withings.Faults.Clear();
        world.Withings.Requests.Clear();
        world.Withings.Weigh(Me, 80m);
        await world.ServeNotificationsAsync();
        Assert.Equal(0, world.Withings.Requests.Total);
        Assert.Empty(await world.ReadAsync<MeasureGroup>(account));
    }

    [Fact]
    public async Task Who_disconnects_without_a_token_is_disconnected_and_the_consent_is_withdrawn_all_the_same()
    {
        await using var world = await WorkWorld.StartAsync();
        var (account, token) = await world.ConnectAndSettleAsync();
        await world.ExecuteAsync($"update integrations set access_token = null, refresh_token = null, token_expires_at = null where user_id = '{account}'");

        Assert.True(await world.DisconnectAsync(token));
        Assert.False(await world.DisconnectAsync(token));

        Assert.False((bool)(await world.StatusAsync(token))["connected"]!);
        Assert.Equal(1, world.Withings.Requests.CountOf("/v2/oauth2", "revoke"));
        Assert.Empty(world.Withings.Subscriptions);
    }

    [Fact]
    public async Task Who_disconnects_while_the_network_is_away_is_disconnected_and_the_consent_is_withdrawn_later()
    {
        await using var world = await WorkWorld.StartAsync();
        var (_, token) = await world.ConnectAndSettleAsync();
        world.Withings.Faults.Inject(new(FaultKind.ResetBefore) { For = TimeSpan.FromMinutes(30) });

        Assert.True(await world.DisconnectAsync(token));
        Assert.NotEmpty(world.Withings.Subscriptions);
        world.Time.Advance(TimeSpan.FromHours(1));
        await world.RenewAsync();

        Assert.Empty(world.Withings.Subscriptions);
    }
}
