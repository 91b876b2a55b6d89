using System.Net;
using WithingsSync.Health;
using WithingsSync.Server.Jobs;
using WithingsSync.Simulator.Faults;
using WithingsSync.Storage.Server;
using WithingsSync.SystemTests.Server;
using WithingsSync.Withings;
using Xunit;
using static WithingsSync.SystemTests.Work.WorkWorld;

namespace WithingsSync.SystemTests.Work;

/// <summary>What is erased stays erased, and no consent is left standing at Withings that nobody here has any more.</summary>
public sealed class LeavingTests
{
    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task Nothing_is_erased_while_a_pull_is_under_way_and_everything_when_it_is_asked_for_again(StoreKind kind)
    {
        await using var world = await WorkWorld.StartAsync(kind);
        world.Withings.Weigh(Me, 80m);
        var (account, token) = await world.ConnectAndSettleAsync();
        var held = world.Withings.Faults.Inject(new(FaultKind.Hold) { Path = "/measure", Action = "getmeas" });
        world.Withings.Weigh(Me, 81m);
        await world.Withings.SettleNotificationsAsync();
        var pull = world.Get<NotificationWork>().RunAsync((await world.Get<NotificationStore>().ListWaitingUsersAsync(default))[0], default);
        await held.Reached;

        using var early = await world.DriveAsync(world.EraseAsync(token));
        var kept = (await world.ReadAsync<MeasureGroup>(account)).Count;
        held.Release();
        await world.DriveAsync(pull);
        using var late = await world.EraseAsync(token);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, TimeSpan.FromSeconds(10), 1), (early.StatusCode, early.Headers.RetryAfter!.Delta, kept));
        Assert.Equal("application/problem+json", early.Content.Headers.ContentType!.MediaType);
        Assert.Equal(HttpStatusCode.OK, late.StatusCode);
        Assert.Empty(await world.ReadAsync<MeasureGroup>(account));
        Assert.Equal("""{"connected":false}""", (await world.StatusAsync(token)).ToJsonString());
    }

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task An_erasure_that_failed_holds_up_neither_the_next_one_nor_a_pull(StoreKind kind)
    {
        await using var world = await WorkWorld.StartAsync(kind);
        var (_, token) = await world.ConnectAndSettleAsync();
        await world.ExecuteAsync("alter table dead_letters rename to away");
        using var failed = await world.EraseAsync(token);
        await world.ExecuteAsync("alter table away rename to dead_letters");

        using var erased = await world.EraseAsync(token).WaitAsync(TimeSpan.FromSeconds(20));

        Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK), (failed.StatusCode, erased.StatusCode));
    }

    [Fact]
    public async Task Who_connects_again_while_the_withdrawal_waits_keeps_the_new_consent()
    {
        await using var world = await WorkWorld.StartAsync(
            change: settings => settings with { Withings = settings.Withings.WithoutPauses(SigningMode.ClientSecret, longestWait: TimeSpan.Zero) });
        var (account, token) = await world.ConnectAndSettleAsync();
        var held = world.Withings.Faults.Inject(new(FaultKind.Hold) { Path = "/v2/signature", Action = "getnonce" });
        var leaving = world.DisconnectAsync(token);
        await held.Reached;

        await world.ConnectAsync(token);
        held.Release();

        Assert.True(await leaving);
        Assert.Equal(0, Withdrawals(world));
        world.Withings.Weigh(Me, 80m);
        await world.BackfillAsync();
        await world.AssertGroupsAreTrueAsync(account);
        Assert.Equal(0, await world.CountAsync("select count(*) from revocations"));
    }

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task Who_is_removed_on_the_machine_leaves_no_consent_at_Withings(StoreKind kind)
    {
        await using var world = await WorkWorld.StartAsync(kind);
        var (account, _) = await world.ConnectAndSettleAsync();

        await world.Get<PeopleStore>().RemoveAsync(account, world.Time.GetUtcNow(), default);
        Assert.Equal(8, world.Withings.Subscriptions.Count);
        await world.RenewAsync();

        Assert.Equal(1, Withdrawals(world));
        Assert.Empty(world.Withings.Subscriptions);
        Assert.Equal(0, await world.CountAsync("select count(*) from revocations"));
    }

    [Fact]
    public async Task Whose_account_at_Withings_somebody_else_took_over_is_removed_without_ending_their_consent()
    {
        await using var world = await WorkWorld.StartAsync();
        var (first, _) = await world.ConnectAndSettleAsync();
        var (_, token) = await world.AddPersonAsync("second");
        await world.ConnectAsync(token);

        await world.Get<PeopleStore>().RemoveAsync(first, world.Time.GetUtcNow(), default);
        await world.RenewAsync();

        Assert.Equal(0, Withdrawals(world));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_consent_for_another_account_that_is_refused_here_is_given_back_unless_somebody_has_it(bool isSomebodys)
    {
        await using var world = await WorkWorld.StartAsync();
        world.Withings.Weigh(Me, 80m);
        var (_, token) = await world.ConnectAndSettleAsync();
        if (isSomebodys)
        {
            await world.ConnectAndSettleAsync(world.Other);
        }

        Assert.Equal("other_account", await world.CallBackAsync(await world.ConsentAsync(token, world.Other)));
        await world.RenewAsync();

        Assert.Equal(isSomebodys ? 0 : 1, Withdrawals(world));
        Assert.Equal(isSomebodys ? 16 : 8, world.Withings.Subscriptions.Count);
        Assert.True((bool)(await world.StatusAsync(token))["connected"]!);
    }

    [Fact]
    public async Task A_consent_that_could_not_be_stored_is_given_back()
    {
        await using var world = await WorkWorld.StartAsync();
        var (_, token) = await world.AddPersonAsync("ana");
        var query = await world.ConsentAsync(token);
        await world.ExecuteAsync("create trigger stuck before insert on integrations begin select raise(abort, 'stuck'); end");

        Assert.Equal("not_stored", await world.CallBackAsync(query));
        await world.ExecuteAsync("drop trigger stuck");
        await world.RenewAsync();

        Assert.Equal(1, Withdrawals(world));
    }

    [Fact]
    public async Task A_withdrawal_that_Withings_refuses_for_good_is_given_up_after_a_month_with_one_letter()
    {
        await using var world = await WorkWorld.StartAsync();
        var (_, token) = await world.ConnectAndSettleAsync();
        var refusal = world.Withings.Faults.Inject(Fault.OfStatus(2554) with { Path = "/v2/oauth2", Action = "revoke", For = TimeSpan.FromDays(60) });
        Assert.True(await world.DisconnectAsync(token));

        await HourlyAsync(world, days: 20);
        var (inThreeWeeks, letters) = (refusal.Hits, (await world.LettersAsync()).Count);
        await HourlyAsync(world, days: 15);
        var inAMonth = refusal.Hits;
        await HourlyAsync(world, days: 5);

        Assert.InRange(inThreeWeeks, 40, 50);
        Assert.InRange(inAMonth - inThreeWeeks, 8, 13);
        Assert.Equal((inAMonth, 0), (refusal.Hits, letters));
        var letter = Assert.Single(await world.LettersAsync());
        Assert.Equal((JobNames.RefreshTokens, 0), (letter.Job, await world.CountAsync("select count(*) from revocations")));
    }

    [Fact]
    public async Task A_withdrawal_is_made_up_for_after_an_outage_of_days_without_a_letter()
    {
        await using var world = await WorkWorld.StartAsync();
        var (_, token) = await world.ConnectAndSettleAsync();
        world.Withings.Faults.Inject(new(FaultKind.Html) { HttpStatus = 503, For = TimeSpan.FromDays(3) });
        Assert.True(await world.DisconnectAsync(token));

        await HourlyAsync(world, days: 4);

        Assert.Empty(world.Withings.Subscriptions);
        Assert.Empty(await world.LettersAsync());
    }

    private static async Task HourlyAsync(WorkWorld world, int days)
    {
        for (var hour = 0; hour < 24 * days; hour++)
        {
            world.Time.Advance(TimeSpan.FromHours(1));
            await world.RenewAsync();
        }
    }

    private static int Withdrawals(WorkWorld world) => world.Withings.Requests.CountOf("/v2/oauth2", "revoke");
}
