using Microsoft.Extensions.DependencyInjection;
using WithingsSync.Health;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Budget;
using WithingsSync.Server;
using WithingsSync.Server.Settings;
using WithingsSync.Simulator.Faults;
using WithingsSync.Storage.Server;
using WithingsSync.SystemTests.Server;
using WithingsSync.Withings;
using Xunit;
using static WithingsSync.SystemTests.Work.WorkWorld;

namespace WithingsSync.SystemTests.Work;

/// <summary>Tokens end after three hours: renewed in time, once, and never lost on the way.</summary>
public sealed class RenewalTests
{
    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task Ahead_of_their_end_only_the_tokens_of_people_who_are_looking_are_renewed(StoreKind kind)
    {
        await using var world = await WorkWorld.StartAsync(kind);
        var (looking, token) = await world.ConnectAndSettleAsync();
        var (idle, _) = await world.ConnectAndSettleAsync(world.Other);
        var before = (await world.IntegrationAsync(looking)).TokenExpiresAt;
        world.Time.Advance(TimeSpan.FromMinutes(60));
        await world.RenewAsync();
        Assert.Equal(0, Renewals(world));

        await world.StatusAsync(token);
        world.Time.Advance(TimeSpan.FromMinutes(95));
        await world.SetActiveAsync(idle, world.Time.GetUtcNow().AddHours(-4));
        await world.RenewAsync();

        Assert.Equal(1, Renewals(world));
        Assert.True((await world.IntegrationAsync(looking)).TokenExpiresAt > before);
        Assert.True((await world.IntegrationAsync(idle)).TokenExpiresAt < world.Time.GetUtcNow().AddMinutes(30));
    }

    [Fact]
    public async Task With_the_setting_all_everybodys_are()
    {
        await using var world = await WorkWorld.StartAsync(change: settings => settings with { Refresh = TokenRefresh.All });
        var (idle, _) = await world.ConnectAndSettleAsync();
        world.Time.Advance(TimeSpan.FromMinutes(155));
        await world.SetActiveAsync(idle, world.Time.GetUtcNow().AddDays(-4));

        await world.RenewAsync();

        Assert.Equal(1, Renewals(world));
    }

    [Fact]
    public async Task A_grant_that_nobody_uses_is_renewed_once_a_week_and_its_loss_is_noticed_then()
    {
        await using var world = await WorkWorld.StartAsync(webhooks: false);
        var (account, token) = await world.ConnectAndSettleAsync();
        await world.SetActiveAsync(account, world.Time.GetUtcNow().AddDays(-4));
        for (var hour = 0; hour < 24 * 8; hour++)
        {
            world.Time.Advance(TimeSpan.FromHours(1));
            await world.RenewAsync();
        }

        Assert.Equal(1, Renewals(world));
        world.Withings.RevokeGrants(Me);
        world.Time.Advance(TimeSpan.FromDays(8));
        await world.RenewAsync();
        Assert.True((bool)(await world.StatusAsync(token))["needs_reconnect"]!);
    }

    [Fact]
    public async Task A_token_that_ends_within_a_long_pull_costs_one_renewal_and_no_page()
    {
        await using var world = await WorkWorld.StartAsync();
        for (var hour = 0; hour < 1200; hour++)
        {
            world.Withings.Weigh(Me, 80m, date: world.Time.GetUtcNow().AddHours(-hour));
        }

        var (account, token) = await world.AddPersonAsync(Me);
        await world.ConnectAsync(token);
        var asked = 0;
        world.Withings.Requests.Observer = request =>
        {
            if (request.Action == "getmeas" && Interlocked.Increment(ref asked) == 2)
            {
                world.Withings.ExpireAccessTokens(Me);
            }
        };
        var before = Renewals(world);
        await world.BackfillAsync();

        Assert.Equal(1, Renewals(world) - before);
        await world.AssertGroupsAreTrueAsync(account);
    }

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task Eight_at_once_renew_once(StoreKind kind)
    {
        await using var world = await WorkWorld.StartAsync(kind);
        var (account, _) = await world.ConnectAndSettleAsync();
        world.Time.Advance(TimeSpan.FromHours(4));
        await using var another = kind == StoreKind.Postgres ? await world.StartAnotherAsync() : null;
        RunningServer[] servers = [world.Server, another ?? world.Server];

        var grants = await world.DriveAsync(Task.WhenAll(Enumerable.Range(0, 8).Select(number => Task.Run(() => KeeperOf(servers[number % 2], account).GetAsync(default)))));

        Assert.Equal(1, Renewals(world));
        Assert.Single(grants.Select(grant => grant.AccessToken).Distinct());
    }

    [Fact]
    public async Task An_answer_with_new_tokens_that_never_arrives_costs_no_grant()
    {
        await using var world = await WorkWorld.StartAsync();
        var (account, _) = await world.ConnectAndSettleAsync();
        world.Time.Advance(TimeSpan.FromHours(4));
        world.Withings.Faults.Inject(new(FaultKind.DropAnswer) { Path = "/v2/oauth2", Action = "requesttoken", Times = 3 });
        world.Withings.Weigh(Me, 80m);

        await world.ServeNotificationsAsync();

        await world.AssertGroupsAreTrueAsync(account);
        Assert.False((await world.IntegrationAsync(account)).NeedsReconnect);
    }

    [Fact]
    public async Task Two_nodes_that_renew_because_PostgreSQL_lost_the_lock_keep_the_living_tokens()
    {
        await using var world = await WorkWorld.StartAsync(StoreKind.Postgres);
        var (account, _) = await world.ConnectAndSettleAsync();
        await using var another = await world.StartAnotherAsync();
        world.Time.Advance(TimeSpan.FromHours(4));
        var held = world.Withings.Faults.Inject(new(FaultKind.Hold) { Path = "/v2/oauth2", Action = "requesttoken" });
        var slow = KeeperOf(world.Server, account).GetAsync(default);
        await held.Reached;

        await world.ExecuteAsync("select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())");
        world.Time.Advance(TimeSpan.FromSeconds(3));
        var fast = await world.DriveAsync(KeeperOf(another, account).GetAsync(default));
        held.Release();

        Assert.Equal(fast.AccessToken, (await slow).AccessToken);
        Assert.Equal(2, Renewals(world));
        await AssertStillReadAsync(world, account);
    }

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task A_renewal_that_ends_after_a_new_consent_does_not_take_its_place(StoreKind kind)
    {
        await using var world = await WorkWorld.StartAsync(kind);
        var (account, token) = await world.ConnectAndSettleAsync();
        world.Time.Advance(TimeSpan.FromHours(4));
        var held = world.Withings.Faults.Inject(new(FaultKind.Hold) { Path = "/v2/oauth2", Action = "requesttoken" });
        var slow = KeeperOf(world.Server, account).GetAsync(default);
        await held.Reached;

        world.Time.Advance(TimeSpan.FromSeconds(3));
        await world.ConnectAsync(token);
        held.Release();

        Assert.Equal(await world.Get<IntegrationStore>().GrantsOf(account).FindAsync(default), await slow);
        await AssertStillReadAsync(world, account);
    }

    private static GrantKeeper KeeperOf(RunningServer server, AccountId account) => server.Services.GetRequiredService<WithingsApplication>()
        .For(account, null, server.Services.GetRequiredService<IntegrationStore>().GrantsOf(account), Lane.Notification).Keeper;

    private static async Task AssertStillReadAsync(WorkWorld world, AccountId account)
    {
        world.Withings.Weigh(Me, 80m);
        await world.ServeNotificationsAsync();
        await world.AssertGroupsAreTrueAsync(account);
        Assert.Single(await world.ReadAsync<MeasureGroup>(account));
        Assert.False((await world.IntegrationAsync(account)).NeedsReconnect);
    }

    private static int Renewals(WorkWorld world) => world.Withings.Requests.CountOf("/v2/oauth2", "requesttoken");
}
