using WithingsSync.Health;
using WithingsSync.Simulator.Faults;
using WithingsSync.SystemTests.Server;
using Xunit;
using static WithingsSync.SystemTests.Work.WorkWorld;

namespace WithingsSync.SystemTests.Work;

/// <summary>One refusal may be a slip: it is shown at once, confirmed a few times, and believed then.</summary>
public sealed class RefusalTests
{
    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task A_grant_that_was_refused_by_mistake_works_again_by_itself_and_nothing_of_the_time_is_missing(StoreKind kind)
    {
        await using var world = await WorkWorld.StartAsync(kind);
        world.Withings.Weigh(Me, 80m);
        var (account, token) = await world.ConnectAndSettleAsync();
        await LoseByMistakeAsync(world, hours: 30);
        Assert.True((bool)(await world.StatusAsync(token))["needs_reconnect"]!);
        world.Withings.Weigh(Me, 81m);
        await world.ServeNotificationsAsync();
        Assert.Single(await world.ReadAsync<MeasureGroup>(account));

        await HourlyAsync(world, hours: 80);
        await world.BackfillAsync();

        var status = await world.StatusAsync(token);
        Assert.Equal((false, "idle", null), ((bool)status["needs_reconnect"]!, (string)status["sync_status"]!, (string?)status["sync_error"]));
        await world.AssertGroupsAreTrueAsync(account);
        Assert.Equal(2, (await world.ReadAsync<MeasureGroup>(account)).Count);
        Assert.Empty(await world.LettersAsync());

        // Another slip, much later, has all its tries again.
        await LoseByMistakeAsync(world, hours: 30);
        await HourlyAsync(world, hours: 80);
        Assert.False((bool)(await world.StatusAsync(token))["needs_reconnect"]!);
    }

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task A_grant_that_is_gone_is_shown_to_Withings_three_times_more_and_then_thrown_away(StoreKind kind)
    {
        await using var world = await WorkWorld.StartAsync(kind);
        var (_, token) = await world.ConnectAndSettleAsync();
        world.Withings.RevokeGrants(Me);
        world.Time.Advance(TimeSpan.FromHours(25));
        await world.SubscribeAsync();
        world.Withings.Requests.Clear();
        Assert.Equal(1, await KeptAsync(world));

        await HourlyAsync(world, hours: 24 * 10);

        Assert.Equal(3, world.Withings.Requests.CountOf("/v2/oauth2", "requesttoken"));
        Assert.Equal(0, await KeptAsync(world));
        Assert.True((bool)(await world.StatusAsync(token))["needs_reconnect"]!);
        Assert.Empty(await world.LettersAsync());
    }

    [Fact]
    public async Task What_is_kept_of_a_refused_grant_is_gone_when_the_person_disconnects()
    {
        await using var world = await WorkWorld.StartAsync();
        var (_, token) = await world.ConnectAndSettleAsync();
        await LoseByMistakeAsync(world, hours: 1);

        Assert.True(await world.DisconnectAsync(token));

        Assert.Equal(0, await KeptAsync(world));
        world.Withings.Requests.Clear();
        await HourlyAsync(world, hours: 72);
        Assert.Equal(0, world.Withings.Requests.Total);
    }

    [Fact]
    public async Task A_new_consent_ends_the_tries_of_the_refused_one()
    {
        await using var world = await WorkWorld.StartAsync();
        var (account, token) = await world.ConnectAndSettleAsync();
        await LoseByMistakeAsync(world, hours: 1);
        world.Withings.Faults.Clear();

        await world.ConnectAsync(token);
        await world.BackfillAsync();

        var integration = await world.IntegrationAsync(account);
        Assert.Equal((false, 0, null), (integration.NeedsReconnect, integration.Refusals, integration.AskAgainAt));
    }

    /// <summary>Withings refuses every renewal for so long, as with a secret that was mistyped, and somebody needs one.</summary>
    private static async Task LoseByMistakeAsync(WorkWorld world, int hours)
    {
        world.Time.Advance(TimeSpan.FromHours(25));
        world.Withings.Faults.Inject(Fault.OfStatus(401) with { Path = "/v2/oauth2", Action = "requesttoken", For = TimeSpan.FromHours(hours) });
        await world.SubscribeAsync();
    }

    private static Task<int> KeptAsync(WorkWorld world) => world.CountAsync("select count(*) from integrations where refresh_token is not null or access_token is not null");

    private static async Task HourlyAsync(WorkWorld world, int hours)
    {
        for (var hour = 0; hour < hours; hour++)
        {
            world.Time.Advance(TimeSpan.FromHours(1));
            await world.RenewAsync();
        }
    }
}
