using WithingsSync.Health;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Server.Jobs;
using WithingsSync.Simulator.Faults;
using WithingsSync.Storage.Server;
using WithingsSync.SystemTests.Server;
using Xunit;
using static WithingsSync.SystemTests.Work.WorkWorld;

namespace WithingsSync.SystemTests.Work;

/// <summary>Whatever Withings does wrong, and at whichever step: it is tried again, later each time, and in the end nothing is missing and nothing is there twice.</summary>
public sealed class FaultTests
{
    /// <summary>All that passes: an answer spoiled once, or a status that says "later".</summary>
    public static TheoryData<string, int> Passing { get; } = new()
    {
        { nameof(FaultKind.Status), 601 },
        { nameof(FaultKind.Status), 522 },
        { nameof(FaultKind.Status), 524 },
        { nameof(FaultKind.Status), 2556 },
        { nameof(FaultKind.Html), 502 },
        { nameof(FaultKind.Html), 429 },
        { nameof(FaultKind.Garbage), 0 },
        { nameof(FaultKind.Truncated), 0 },
        { nameof(FaultKind.ResetBefore), 0 },
        { nameof(FaultKind.ResetMidway), 0 },
        { nameof(FaultKind.DropAnswer), 0 },
        { nameof(FaultKind.NoBody), 0 },
        { nameof(FaultKind.WrongTypes), 0 },
        { nameof(FaultKind.StuckOffset), 0 },
        { nameof(FaultKind.Unknowns), 0 },
    };

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task At_every_step_once_and_nothing_is_lost(string kind, int status)
    {
        await using var world = await WorkWorld.StartAsync();
        var fault = new Fault(Enum.Parse<FaultKind>(kind)) { Status = status, HttpStatus = status, Times = 1 };
        world.Withings.Weigh(Me, 80m);
        world.Withings.TakeBloodPressure(Me, 130, 85, 60, world.Time.GetUtcNow().AddDays(-3));
        var (account, token) = await world.AddPersonAsync(Me);

        // The code: whoever sees a reason may begin again.
        world.Withings.Faults.Inject(fault with { Path = "/v2/oauth2", Action = "requesttoken" });
        if (await world.CallBackAsync(await world.ConsentAsync(token)) is { } reason)
        {
            Assert.Contains(reason, new[] { "withings_unavailable", "exchange_failed" });
            Assert.False((bool)(await world.StatusAsync(token))["connected"]!);
            await world.ConnectAsync(token);
        }

        // The past, at its first two questions.
        world.Withings.Faults.Inject(fault with { Path = "/measure" });
        world.Withings.Faults.Inject(fault with { Path = "/v2/sleep" });
        await UntilAsync(world, world.BackfillAsync, async () => await world.Get<BackfillStore>().FindAsync(account, default) is { Stage: Backfill.Done });
        await AssertNothingIsLostAsync(world, account);

        // The subscriptions.
        world.Withings.Faults.Inject(fault with { Path = "/notify", Action = "list" });
        world.Withings.Faults.Inject(fault with { Path = "/notify", Action = "subscribe" });
        await UntilAsync(world, world.SubscribeAsync, async () => (await world.Get<WatchStore>().FindAsync(account, default)).IsComplete, TimeSpan.FromHours(5));
        Assert.Equal(8, world.Withings.Subscriptions.Count);

        // A notification.
        world.Time.Advance(TimeSpan.FromMinutes(1));
        var spoiled = world.Withings.Faults.Inject(fault with { Path = "/measure", Action = "getmeas" });
        world.Withings.Weigh(Me, 81m);
        await world.ServeNotificationsAsync();
        Assert.Equal(1, spoiled.Hits);
        await AssertNothingIsLostAsync(world, account);

        // A renewal.
        world.Time.Advance(TimeSpan.FromHours(4));
        world.Withings.Faults.Inject(fault with { Path = "/v2/oauth2", Action = "requesttoken" });
        world.Withings.Weigh(Me, 82m);
        await world.ServeNotificationsAsync();
        await AssertNothingIsLostAsync(world, account);

        Assert.Empty(await world.LettersAsync());
        Assert.Equal((SyncStatus.Idle, false), ((await world.IntegrationAsync(account)).Status, (await world.IntegrationAsync(account)).NeedsReconnect));
    }

    [Theory]
    [InlineData(401)]
    [InlineData(101)]
    [InlineData(200)]
    public async Task A_refused_access_token_is_renewed_at_once(int status)
    {
        await using var world = await WorkWorld.StartAsync();
        var (account, _) = await world.ConnectAndSettleAsync();

        world.Withings.Faults.Inject(Fault.OfStatus(status) with { Path = "/measure" });
        world.Withings.Weigh(Me, 80m);
        await world.ServeNotificationsAsync();

        Assert.Equal(1, world.Withings.Requests.CountOf("/v2/oauth2", "requesttoken"));
        await AssertNothingIsLostAsync(world, account);
        Assert.False((await world.IntegrationAsync(account)).NeedsReconnect);
    }

    [Fact]
    public async Task An_empty_page_in_the_middle_is_no_end()
    {
        await using var world = await WorkWorld.StartAsync();
        for (var hour = 0; hour < 600; hour++)
        {
            world.Withings.Weigh(Me, 80m, date: world.Time.GetUtcNow().AddHours(-hour));
        }

        var (account, token) = await world.AddPersonAsync(Me);
        await world.ConnectAsync(token);
        var page = world.Withings.Faults.Inject(new(FaultKind.EmptyPage) { Path = "/measure" });
        await world.BackfillAsync();

        Assert.Equal(1, page.Hits);
        await AssertNothingIsLostAsync(world, account);
    }

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task What_stays_broken_is_given_up_seen_and_replayed(StoreKind kind)
    {
        await using var world = await WorkWorld.StartAsync(kind);
        var (account, token) = await world.ConnectAndSettleAsync();
        var broken = world.Withings.Faults.Inject(Fault.OfStatus(522) with { Path = "/measure", For = TimeSpan.FromDays(1) });
        world.Withings.Weigh(Me, 80m);
        var began = world.Time.GetUtcNow();
        await world.ServeNotificationsAsync();

        var letter = Assert.Single(await world.LettersAsync());
        Assert.Equal((JobNames.SyncNotification, account.Value, Persistence.MostAttempts), (letter.Job, letter.Account, letter.Attempts));
        Assert.Contains("522", letter.Reason, StringComparison.Ordinal);
        Assert.Single(letter.Items);
        Assert.Equal(Persistence.MostAttempts, broken.Hits);
        Assert.InRange(world.Time.GetUtcNow() - began, TimeSpan.FromMinutes(45), TimeSpan.FromMinutes(90));
        Assert.Equal("error", (string?)(await world.StatusAsync(token))["sync_status"]);

        world.Withings.Faults.Clear();
        Assert.NotNull(await world.Get<WorkStore>().ReplayAsync(letter.Id, world.Time.GetUtcNow(), default));
        await world.ServeNotificationsAsync();

        await AssertNothingIsLostAsync(world, account);
        Assert.Null(await world.Get<WorkStore>().ReplayAsync(letter.Id, world.Time.GetUtcNow(), default));
        Assert.Equal("idle", (string?)(await world.StatusAsync(token))["sync_status"]);
    }

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task A_backfill_that_is_given_up_says_so_and_goes_on_where_it_stopped(StoreKind kind)
    {
        await using var world = await WorkWorld.StartAsync(kind);
        world.Withings.Weigh(Me, 80m);
        var (account, token) = await world.AddPersonAsync(Me);
        await world.ConnectAsync(token);
        world.Withings.Faults.Inject(Fault.OfStatus(524) with { Path = "/v2/sleep", For = TimeSpan.FromDays(1) });
        await UntilAsync(world, world.BackfillAsync, async () => (await world.LettersAsync()).Count > 0, TimeSpan.FromHours(3));

        Assert.NotNull((await world.Get<BackfillStore>().FindAsync(account, default))!.Failure);
        await AssertNothingIsLostAsync(world, account);
        Assert.Empty(await world.Get<BackfillStore>().ListOpenAsync(default));

        world.Withings.Faults.Clear();
        world.Withings.Requests.Clear();
        await world.Get<BackfillStore>().ResumeAsync(account, default);
        await world.BackfillAsync();

        Assert.Equal(Backfill.Done, (await world.Get<BackfillStore>().FindAsync(account, default))!.Stage);
        Assert.Equal("done", (string?)(await world.StatusAsync(token))["backfill"]!["stage"]);
    }

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task Nobody_asks_before_Withings_wants_to_be_asked(StoreKind kind)
    {
        await using var world = await WorkWorld.StartAsync(kind);
        var (account, _) = await world.ConnectAndSettleAsync();
        world.Withings.Faults.Inject(Fault.TooManyRequests(waitSeconds: 600) with { Path = "/measure" });
        world.Withings.Weigh(Me, 80m);
        var began = world.Time.GetUtcNow();

        await world.ServeNotificationsAsync();

        var asked = world.Withings.Requests.Recent.Where(request => request.Action == "getmeas").Select(request => request.At - began).ToList();
        Assert.True(asked.Count > 1);
        Assert.All(asked.Skip(1), at => Assert.True(at >= TimeSpan.FromSeconds(600), $"Asked again after {at}."));
        await AssertNothingIsLostAsync(world, account);
    }

    [Fact]
    public async Task An_answer_that_never_comes_ends_with_the_time_out()
    {
        await using var world = await WorkWorld.StartAsync();
        var (account, _) = await world.ConnectAndSettleAsync();
        var hang = world.Withings.Faults.Inject(new(FaultKind.Hang) { Path = "/measure" });
        world.Withings.Weigh(Me, 80m);
        await world.Withings.SettleNotificationsAsync();
        var pull = world.Get<NotificationWork>().RunAsync((await world.Get<NotificationStore>().ListWaitingUsersAsync(default))[0], default);
        await hang.Reached;
        world.Time.Advance(TimeSpan.FromSeconds(31));
        Assert.NotNull(await world.DriveAsync(pull));
        hang.Release();

        await world.ServeNotificationsAsync();

        await AssertNothingIsLostAsync(world, account);
    }

    private static async Task AssertNothingIsLostAsync(WorkWorld world, AccountId account) => Assert.Equal(
        world.Withings.TruthOf(Me).Groups.Select(group => (group.Id, group.Date)).Order(),
        (await world.ReadAsync<MeasureGroup>(account)).Select(group => (group.GroupId, group.MeasuredAt.ToUnixTimeSeconds())).Order());

    /// <summary>Turns the clock by a minute between two runs.</summary>
    private static async Task UntilAsync(WorkWorld world, Func<Task> run, Func<Task<bool>> isDone, TimeSpan? longest = null)
    {
        var until = world.Time.GetUtcNow() + (longest ?? TimeSpan.FromMinutes(10));
        await run();
        while (!await isDone())
        {
            Assert.True(world.Time.GetUtcNow() < until, "It is never done.");
            world.Time.Advance(TimeSpan.FromMinutes(1));
            await run();
        }
    }
}
