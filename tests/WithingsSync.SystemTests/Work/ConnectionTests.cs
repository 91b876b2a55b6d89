using WithingsSync.Pipeline.Budget;
using WithingsSync.Server.Budget;
using WithingsSync.Simulator.Faults;
using WithingsSync.Storage.Server;
using WithingsSync.SystemTests.Server;
using Xunit;
using static WithingsSync.SystemTests.Work.WorkWorld;

namespace WithingsSync.SystemTests.Work;

/// <summary>Connecting when things are not quiet.</summary>
public sealed class ConnectionTests
{
    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task Of_two_callbacks_with_one_state_one_connects(StoreKind kind)
    {
        await using var world = await WorkWorld.StartAsync(kind);
        var (_, token) = await world.AddPersonAsync("ana");
        var query = await world.ConsentAsync(token);

        var reasons = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => world.CallBackAsync(query))));

        Assert.Equal([null, "invalid_state", "invalid_state", "invalid_state"], reasons.Order(StringComparer.Ordinal));
        Assert.Equal(1, world.Withings.Requests.CountOf("/v2/oauth2", "requesttoken"));
        Assert.True((bool)(await world.StatusAsync(token))["connected"]!);
    }

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task The_state_of_somebody_who_was_erased_connects_nobody(StoreKind kind)
    {
        await using var world = await WorkWorld.StartAsync(kind);
        var (account, token) = await world.AddPersonAsync("ana");
        var query = await world.ConsentAsync(token);

        await world.RemoveAsync(account);

        Assert.Equal("invalid_state", await world.CallBackAsync(query));
        Assert.Equal(0, await world.CountAsync("select count(*) from integrations"));
    }

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task Who_is_erased_while_the_code_is_exchanged_is_not_connected(StoreKind kind)
    {
        await using var world = await WorkWorld.StartAsync(kind);
        var (account, token) = await world.AddPersonAsync("ana");
        var query = await world.ConsentAsync(token);
        var held = world.Withings.Faults.Inject(new(FaultKind.Hold) { Path = "/v2/oauth2", Action = "requesttoken" });

        var back = world.CallBackAsync(query);
        await held.Reached;
        await world.Get<PeopleStore>().RemoveAsync(account, default);
        held.Release();

        Assert.Equal("not_stored", await back);
        Assert.Equal(0, await world.CountAsync("select count(*) from integrations"));
    }

    [Fact]
    public async Task A_consent_that_cannot_be_stored_is_said_to_be_and_connects_nobody()
    {
        await using var world = await WorkWorld.StartAsync();
        var (_, token) = await world.AddPersonAsync("ana");
        var query = await world.ConsentAsync(token);
        await world.ExecuteAsync("alter table integrations rename to gone");

        Assert.Equal("not_stored", await world.CallBackAsync(query));

        await world.ExecuteAsync("alter table gone rename to integrations");
        Assert.False((bool)(await world.StatusAsync(token))["connected"]!);
        await world.ConnectAsync(token);
    }

    [Fact]
    public async Task A_code_goes_before_everything_that_waits_for_the_budget()
    {
        await using var world = await WorkWorld.StartAsync(isBudgeted: true);
        var (_, token) = await world.AddPersonAsync("ana");
        using var enough = new CancellationTokenSource();
        var (gone, many) = (0, new TaskCompletionSource());
        var crowd = Enumerable.Range(0, 600).Select(async _ =>
        {
            await world.Get<SharedBudget>().WaitAsync(Lane.Backfill, null, enough.Token);
            if (Interlocked.Increment(ref gone) == 250)
            {
                many.SetResult();
            }
        }).ToList();
        await world.DriveAsync(() => many.Task);
        Assert.InRange((await world.Get<SharedBudget>().LookAsync(default)).Used, 110, 116);
        var query = await world.ConsentAsync(token);
        var began = world.Time.GetUtcNow();
        Assert.Null(await world.CallBackAsync(query));

        Assert.True(world.Time.GetUtcNow() - began < TimeSpan.FromSeconds(1));
        Assert.True(crowd.Count(one => !one.IsCompleted) > 200);
        await enough.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(crowd));
    }

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task The_demo_person_is_connected_and_read_like_any_other(StoreKind kind)
    {
        await using var world = await WorkWorld.StartAsync(kind, change: settings => settings with { AllowDemo = true });
        world.Withings.Weigh(Me, 80m);
        var (account, token) = await world.AddPersonAsync("ana");
        var query = await world.ConsentAsync(token, query: "?mode=demo");

        Assert.Null(await world.CallBackAsync(query));
        await world.BackfillAsync();

        await world.AssertGroupsAreTrueAsync(account);
        Assert.Equal("done", (string?)(await world.StatusAsync(token))["backfill"]!["stage"]);
    }

    [Fact]
    public async Task The_past_of_somebody_new_is_read_without_a_wait_and_without_asking_twice()
    {
        await using var world = await WorkWorld.StartAsync();
        world.Withings.RefuseRepeats = true;
        world.Withings.Weigh(Me, 80m);
        var (account, token) = await world.AddPersonAsync("ana");
        await world.ConnectAsync(token);
        var began = world.Time.GetUtcNow();

        await world.BackfillAsync();

        Assert.Equal("done", (string?)(await world.StatusAsync(token))["backfill"]!["stage"]);
        Assert.Equal(TimeSpan.Zero, world.Time.GetUtcNow() - began);
        await world.AssertGroupsAreTrueAsync(account);
        Assert.Single(world.Withings.Requests.Recent, request => request.Action == "getdevice");
    }

    [Fact]
    public async Task No_token_and_no_secret_is_ever_logged()
    {
        await using var world = await WorkWorld.StartAsync();
        var (account, token) = await world.ConnectAndSettleAsync();
        var first = (await world.Get<IntegrationStore>().GrantsOf(account).FindAsync(default))!;
        world.Time.Advance(TimeSpan.FromHours(4));
        world.Withings.Faults.Inject(Fault.OfStatus(503, $"Invalid Params: {first.AccessToken} {first.RefreshToken}") with { Path = "/measure" });
        world.Withings.Weigh(Me, 80m);
        await world.ServeNotificationsAsync();
        var second = (await world.Get<IntegrationStore>().GrantsOf(account).FindAsync(default))!;
        world.Withings.RevokeGrants(Me);
        world.Withings.Weigh(Me, 81m);
        world.Time.Advance(TimeSpan.FromDays(1));
        await world.SubscribeAsync();
        var told = (await world.StatusAsync(token)).ToJsonString() + string.Concat((await world.LettersAsync()).Select(letter => letter.Reason));

        Assert.NotEqual(first.AccessToken, second.AccessToken);
        Assert.All(
            new[] { first.AccessToken, first.RefreshToken, second.AccessToken, second.RefreshToken, world.Simulator.ClientSecret, ServerWorld.WebhookSecret, token },
            secret =>
            {
                Assert.DoesNotContain(secret, world.Log.Text, StringComparison.Ordinal);
                Assert.DoesNotContain(secret, told, StringComparison.Ordinal);
            });
    }
}
