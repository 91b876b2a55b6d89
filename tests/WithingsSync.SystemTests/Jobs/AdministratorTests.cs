using System.Net;
using System.Text.Json.Nodes;
using WithingsSync.Pipeline.Budget;
using WithingsSync.Server.Budget;
using WithingsSync.Server.Jobs;
using WithingsSync.Storage.Server;
using Xunit;

namespace WithingsSync.SystemTests.Jobs;

/// <summary>What an administrator sees of the jobs, and has done again.</summary>
public abstract class AdministratorTests(SettledPerson person)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_administrator_sees_the_jobs_and_the_budget()
    {
        var world = person.World;

        var budget = await world.AdminAsync("budget");
        var jobs = await world.AdminAsync("jobs");

        Assert.Equal(120, (int)budget["used"]! + (int)budget["free"]!);
        Assert.True((int)budget["used"]! > 0);
        Assert.Equal(5, jobs["jobs"]!.AsArray().Count);

        // The letter of the other test, which may have come first, was done again.
        Assert.All((await world.AdminAsync("dead-letters"))["dead_letters"]!.AsArray(), letter => Assert.NotNull(letter!["replayed_at"]));
        Assert.Equal("[]", (await world.AdminAsync("subscriptions"))["incomplete"]!.ToJsonString());
    }

    [Fact]
    public async Task An_administrator_sees_who_waits_for_the_budget_by_lane_and_by_process()
    {
        await using var world = await JobsWorld.StartAsync(person.IsPostgres, historyDays: 0, webhooks: false);
        var budget = world.Get<SharedBudget>();
        await Task.WhenAll(Enumerable.Range(0, 120).Select(_ => budget.WaitAsync(Lane.Interactive, account: null, Stop)));
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        Task[] waiting =
        [
            budget.WaitAsync(Lane.Notification, new("ana"), end.Token), budget.WaitAsync(Lane.Notification, new("bo"), end.Token), budget.WaitAsync(Lane.Backfill, new("ana"), end.Token),
        ];

        JsonObject seen = [];
        await JobsWorld.UntilAsync(async () => (int)(seen = await world.AdminAsync("budget"))["waiting"]!["backfill"]! == 1, "the tickets");
        await end.CancelAsync();

        Assert.Equal((120, 0), ((int)seen["used"]!, (int)seen["free"]!));
        Assert.Equal("""{"interactive":0,"notification":2,"periodic":0,"backfill":1}""", seen["waiting"]!.ToJsonString());
        Assert.Equal(3, (int)Assert.Single(seen["waiting_by_node"]!.AsObject()).Value!);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(waiting));
    }

    [Fact]
    public async Task An_administrator_has_done_again_what_was_given_up()
    {
        var world = person.World;
        var now = TimeProvider.System.GetUtcNow();
        var backfill = (await world.Get<BackfillStore>().FindAsync(person.Account, Stop))!;
        await world.Get<BackfillStore>().SaveAsync(backfill with { Stage = Backfill.Whole, FeedsDone = [], FinishedAt = null, Failure = "The backfill was given up; see the dead letters." }, Stop);
        await world.Get<WorkStore>().BuryAsync(new("letter-1", JobNames.Backfill, person.Account.Value, person.Account.Value, [], "Withings failed at /measure getmeas (status 522).", 8, now), Stop);
        world.Withings.NotificationManners.Loses = true;
        var weighed = world.Withings.Weigh("demo", 72.4m);

        var letter = Assert.Single((await world.AdminAsync("dead-letters"))["dead_letters"]!.AsArray(), letter => (string)letter!["id"]! == "letter-1")!;
        Assert.Equal(("withings.backfill", 8), ((string)letter["job"]!, (int)letter["attempts"]!));
        Assert.Equal(HttpStatusCode.NoContent, await world.PostAdminAsync("dead-letters/letter-1/replay"));
        Assert.Equal(HttpStatusCode.NotFound, await world.PostAdminAsync("dead-letters/letter-1/replay"));

        await JobsWorld.UntilAsync(async () => await world.Get<BackfillStore>().FindAsync(person.Account, Stop) is { Stage: Backfill.Done, Failure: null }, "the backfill");
        Assert.Contains(weighed.Id, (await world.GroupsAsync(person.Account)).Select(group => group.GroupId));
    }

    [Fact]
    public async Task An_administrator_has_a_consent_withdrawn_that_was_given_up()
    {
        var world = person.World;
        await world.Get<WorkStore>().BuryAsync(new("letter-2", JobNames.RefreshTokens, null, "revoke 987654321", [], "Withings refused.", 8, TimeProvider.System.GetUtcNow()), Stop);

        Assert.Equal(HttpStatusCode.NoContent, await world.PostAdminAsync("dead-letters/letter-2/replay"));

        await JobsWorld.UntilAsync(() => Task.FromResult(world.Withings.Requests.CountOf("/v2/oauth2", "revoke") == 1), "the withdrawal");
    }
}
