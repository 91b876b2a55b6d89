using System.Net;
using WithingsSync.Health;
using WithingsSync.Server.Jobs;
using WithingsSync.Simulator.Faults;
using WithingsSync.Storage.Server;
using WithingsSync.SystemTests.Server;
using Xunit;
using static WithingsSync.SystemTests.Work.WorkWorld;

namespace WithingsSync.SystemTests.Work;

/// <summary>Trouble of one person is no trouble of the others, ends, and is seen.</summary>
public sealed class TroubleTests
{
    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task Somebody_whose_grant_cannot_be_opened_holds_nobody_up_and_is_given_up_in_the_end(StoreKind kind)
    {
        await using var world = await WorkWorld.StartAsync(kind, webhooks: false);
        var (broken, _) = await world.ConnectAndSettleAsync();
        var (well, _) = await world.ConnectAndSettleAsync(world.Other);
        await world.ExecuteAsync($"update integrations set access_token = 'no such key' where user_id = '{broken}'");

        world.Withings.Weigh(world.Other, 61m);
        for (var quarter = 0; quarter < 12; quarter++)
        {
            world.Time.Advance(TimeSpan.FromMinutes(15));
            await world.PollAsync();
        }

        await world.AssertGroupsAreTrueAsync(well, world.Other);
        var letter = (await world.LettersAsync())[0];
        Assert.Equal((JobNames.SyncPeriodic, broken.Value, Persistence.MostAttempts), (letter.Job, letter.Subject, letter.Attempts));
        Assert.Contains("sealed with a key", letter.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_notification_that_cannot_be_served_is_given_up_and_not_tried_for_ever()
    {
        await using var world = await WorkWorld.StartAsync();
        var (account, _) = await world.ConnectAndSettleAsync();
        await world.ExecuteAsync($"update integrations set access_token = 'no such key' where user_id = '{account}'");

        world.Withings.Weigh(Me, 80m);
        var turns = await world.ServeNotificationsAsync();

        Assert.InRange(turns, 1, Persistence.MostAttempts);
        Assert.Equal(JobNames.SyncNotification, Assert.Single(await world.LettersAsync()).Job);
    }

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task What_our_own_database_failed_at_for_a_moment_is_done_within_seconds(StoreKind kind)
    {
        await using var world = await WorkWorld.StartAsync(kind);
        var (account, _) = await world.ConnectAndSettleAsync();
        var held = world.Withings.Faults.Inject(new(FaultKind.Hold) { Path = "/measure", Action = "getmeas" });
        world.Withings.Weigh(Me, 80m);
        await world.Withings.SettleNotificationsAsync();
        var run = world.Get<NotificationWork>().RunAsync((await world.Get<NotificationStore>().ListWaitingUsersAsync(default))[0], default);
        await held.Reached;

        await world.ExecuteAsync("alter table measure_groups rename to away");
        held.Release();
        var next = await run;
        await world.ExecuteAsync("alter table away rename to measure_groups");

        Assert.InRange(next!.Value - world.Time.GetUtcNow(), TimeSpan.FromSeconds(-1), TimeSpan.FromSeconds(4));
        await world.ServeNotificationsAsync();
        await world.AssertGroupsAreTrueAsync(account);
    }

    [Fact]
    public async Task A_database_that_goes_away_three_times_in_a_row_delays_a_notification_by_less_than_a_minute()
    {
        await using var world = await WorkWorld.StartAsync();
        var (account, _) = await world.ConnectAndSettleAsync();
        world.Withings.Weigh(Me, 80m);
        await world.Withings.SettleNotificationsAsync();
        var user = (await world.Get<NotificationStore>().ListWaitingUsersAsync(default))[0];
        var began = world.Time.GetUtcNow();

        await world.ExecuteAsync("alter table measure_groups rename to away");
        for (var outage = 0; outage < 3; outage++)
        {
            var next = await world.DriveAsync(world.Get<NotificationWork>().RunAsync(user, default));
            Assert.NotNull(next);
            world.Time.Advance(next.Value - world.Time.GetUtcNow());
        }

        Assert.InRange(world.Time.GetUtcNow() - began, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(60));
        await world.ExecuteAsync("alter table away rename to measure_groups");
        await world.ServeNotificationsAsync();
        await world.AssertGroupsAreTrueAsync(account);
    }

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task Who_is_erased_while_Withings_answers_stays_erased(StoreKind kind)
    {
        await using var world = await WorkWorld.StartAsync(kind);
        var (account, _) = await world.ConnectAndSettleAsync();
        world.Withings.Weigh(Me, 80m);
        await world.Withings.SettleNotificationsAsync();
        var held = world.Withings.Faults.Inject(new(FaultKind.Hold) { Path = "/measure", Action = "getmeas" });

        var pull = world.Get<NotificationWork>().RunAsync((await world.Get<NotificationStore>().ListWaitingUsersAsync(default))[0], default);
        await held.Reached;
        Assert.True(await world.Get<PeopleStore>().RemoveAsync(account, world.Time.GetUtcNow(), default));
        held.Release();
        await world.DriveAsync(pull);

        Assert.Empty(await world.ReadAsync<MeasureGroup>(account));
        Assert.Equal(0, await world.CountAsync($"select count(*) from feed_states where account_id = '{account}'"));
        Assert.Equal(0, await world.CountAsync("select count(*) from notifications"));
        Assert.Equal(0, await world.CountAsync("select count(*) from retries"));
    }

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task Who_disconnected_and_is_erased_then_leaves_no_notification_and_no_retry(StoreKind kind)
    {
        await using var world = await WorkWorld.StartAsync(kind);
        var (account, token) = await world.ConnectAndSettleAsync();
        world.Withings.Weigh(Me, 80m);
        await world.ServeNotificationsAsync();
        world.Withings.Faults.Inject(Fault.OfStatus(2554) with { Path = "/measure", Times = 1 });
        world.Withings.Weigh(Me, 81m);
        await world.Withings.SettleNotificationsAsync();
        world.Time.Advance(TimeSpan.FromMinutes(1));
        await world.DriveAsync(world.Get<NotificationWork>().RunAsync((await world.Get<NotificationStore>().ListWaitingUsersAsync(default))[0], default));
        Assert.Equal(1, await world.CountAsync("select count(*) from retries"));
        Assert.True(await world.DisconnectAsync(token));

        Assert.Equal(HttpStatusCode.NoContent, await world.RemoveAsync(account));

        Assert.Equal(0, await world.CountAsync("select count(*) from notifications"));
        Assert.Equal(0, await world.CountAsync("select count(*) from retries"));
        Assert.Equal(0, await world.CountAsync("select count(*) from measure_groups"));
    }

    [Fact]
    public async Task A_notification_is_forgotten_weeks_after_it_was_served_and_one_that_was_given_up_is_not()
    {
        await using var world = await WorkWorld.StartAsync();
        await world.ConnectAndSettleAsync();
        world.Withings.Weigh(Me, 80m);
        await world.ServeNotificationsAsync();
        var dead = world.Withings.Faults.Inject(Fault.OfStatus(522) with { Path = "/measure", For = TimeSpan.FromHours(6) });
        world.Time.Advance(TimeSpan.FromMinutes(5));
        world.Withings.Weigh(Me, 81m);
        await world.ServeNotificationsAsync();
        Assert.Single(await world.LettersAsync());
        Assert.True(dead.Hits > 0);

        world.Time.Advance(TimeSpan.FromDays(31));
        await world.PollAsync();

        Assert.Equal(1, await world.CountAsync("select count(*) from notifications"));
        Assert.Single(await world.LettersAsync());

        world.Time.Advance(TimeSpan.FromDays(60));
        await world.PollAsync();

        Assert.Equal(0, await world.CountAsync("select count(*) from notifications"));
        Assert.Empty(await world.LettersAsync());
    }

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task A_token_is_forgotten_months_after_it_was_revoked_and_not_before(StoreKind kind)
    {
        await using var world = await WorkWorld.StartAsync(kind);
        var (account, _) = await world.AddPersonAsync("ana");
        var tokens = world.Get<AccessTokenStore>();
        var (revoked, _) = await tokens.IssueAsync(account, AccessTokenKind.Person, "old phone", world.Time.GetUtcNow(), default);
        await tokens.RevokeAsync(revoked.Id, world.Time.GetUtcNow(), default);

        world.Time.Advance(TimeSpan.FromDays(89));
        await world.PollAsync();
        Assert.Equal(2, (await tokens.ListAsync(account, default)).Count);
        world.Time.Advance(TimeSpan.FromDays(2));
        await world.PollAsync();

        Assert.Equal("test", Assert.Single(await tokens.ListAsync(account, default)).Name);
    }

    [Fact]
    public async Task An_end_that_Withings_tells_of_after_the_person_consented_anew_ends_nothing()
    {
        await using var world = await WorkWorld.StartAsync();
        var (account, token) = await world.ConnectAndSettleAsync();
        world.Withings.NotificationManners.Delay = TimeSpan.FromSeconds(10);
        await world.Withings.UnlinkAsync(Me);
        await world.ConnectAsync(token);

        world.Time.Advance(TimeSpan.FromSeconds(30));
        await world.ServeNotificationsAsync();

        Assert.False((await world.IntegrationAsync(account)).NeedsReconnect);
        Assert.True((await world.IntegrationAsync(account)).IsActive);
    }

    [Fact]
    public async Task What_failed_before_a_new_consent_holds_nothing_up_after_it()
    {
        await using var world = await WorkWorld.StartAsync();
        var (account, token) = await world.AddPersonAsync(Me);
        await world.ConnectAsync(token);
        world.Withings.Weigh(Me, 80m);
        var away = world.Withings.Faults.Inject(new(FaultKind.Html) { For = TimeSpan.FromMinutes(20) });
        for (var minute = 0; minute < 20; minute++)
        {
            await world.BackfillAsync();
            world.Time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.True(away.Hits > 0);
        await world.ConnectAsync(token);
        await world.BackfillAsync();

        await world.AssertGroupsAreTrueAsync(account);
    }
}
