using System.Net;
using Microsoft.Extensions.DependencyInjection;
using WithingsSync.Health;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Server.Jobs;
using WithingsSync.Server.Pulls;
using WithingsSync.Simulator.Faults;
using WithingsSync.Simulator.Garmin;
using WithingsSync.Storage.Server;
using WithingsSync.SystemTests.Server;
using Xunit;

namespace WithingsSync.SystemTests.Links;

/// <summary>What a person weighs goes to where they linked, by itself and once.</summary>
public sealed class DeliveryTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task A_weighing_after_the_link_is_at_Garmin_once(StoreKind kind)
    {
        await using var world = await LinkWorld.StartAsync(kind);
        Assert.Equal("not_linked", (string?)(await world.StateOfAsync("garmin"))["state"]);
        Assert.Equal(HttpStatusCode.OK, (await world.LinkGarminAsync()).Status);
        await world.DeliverAsync();
        Assert.Empty(world.AtGarmin);

        await world.WeighAsync(72.4m);
        await world.DeliverAsync();
        await world.DeliverAsync();
        world.Time.Advance(TimeSpan.FromHours(1));
        await world.DeliverAsync();

        Assert.Equal([72400], world.AtGarmin);
        Assert.Equal(1, world.Garmin.Uploads);
        var state = await world.StateOfAsync("garmin");
        Assert.Equal("linked", (string?)state["state"]);
        Assert.Equal(LinkWorld.Runner, (string?)state["username"]);
        Assert.Equal(1, (int)state["delivered"]!);
        Assert.Equal(0, (int)state["waiting"]!);
        Assert.NotNull(state["last_delivery_at"]);
        Assert.Null((string?)state["problem"]);
        Assert.Equal(1, world.SignIns);
    }

    [Fact]
    public async Task Since_a_day_that_was_asked_for_the_past_goes_too()
    {
        await using var world = await LinkWorld.StartAsync();

        await world.LinkGarminAsync(since: "2026-11-01");
        await world.DeliverAsync();

        var state = await world.StateOfAsync("garmin");
        Assert.True((int)state["delivered"]! > 0);
        Assert.Equal((int)state["delivered"]!, world.AtGarmin.Count);
        Assert.StartsWith("2026-11-01", (string?)state["since"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_newest_weight_is_at_TrainerRoad()
    {
        await using var world = await LinkWorld.StartAsync();
        Assert.Equal(HttpStatusCode.OK, (await world.LinkTrainerRoadAsync()).Status);

        await world.WeighAsync(71.9m);
        await world.DeliverAsync();

        Assert.Equal(71.9m, world.World.TrainerRoad.WeightOf(LinkWorld.Rider));
        Assert.Equal(1, (int)(await world.StateOfAsync("trainerroad"))["delivered"]!);
    }

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task What_is_due_outlives_a_restart(StoreKind kind)
    {
        await using var world = await LinkWorld.StartAsync(kind);
        await world.LinkGarminAsync();
        await world.DeliverAsync();
        await world.WeighAsync(72.4m);

        await world.RestartAsync();
        await world.DeliverAsync();

        Assert.Equal([72400], world.AtGarmin);
        Assert.Equal(1, world.SignIns);
    }

    [Fact]
    public async Task Who_dies_between_storing_a_weighing_and_saying_so_is_made_up_for()
    {
        await using var world = await LinkWorld.StartAsync();
        await world.LinkGarminAsync();
        await world.DeliverAsync();

        await world.Server.Get<DueReadings>().BeforeAsync(world.Ana, Feed.Measures, Stop);
        var at = world.Time.GetUtcNow();
        await world.Server.Get<ServerDatabase>().Records.SaveAsync(world.Ana, [new MeasureGroup(77, at, [new Measure(1, 70500, -3)]) { CreatedAt = at, ModifiedAt = at }], Stop);
        await world.DeliverAsync();
        Assert.Empty(world.AtGarmin);
        world.Time.Advance(DueReadings.LookAfter);
        await world.DeliverAsync();

        Assert.Equal([70500], world.AtGarmin);
    }

    [Fact]
    public async Task Two_nodes_on_one_database_deliver_once()
    {
        await using var world = await LinkWorld.StartAsync(StoreKind.Postgres);
        await world.LinkGarminAsync();
        await world.DeliverAsync();
        await using var other = await world.AnotherNodeAsync();
        var work = other.Services.GetRequiredService<DeliverWork>();

        foreach (var kilograms in new[] { 72.4m, 72.5m, 72.6m })
        {
            await world.WeighAsync(kilograms);
            await Task.WhenAll(Enumerable.Range(0, 4).SelectMany(_ => new[] { world.DeliverAsync(), work.RunAsync(Stop) }));
        }

        Assert.Equal([72400, 72500, 72600], world.AtGarmin.Order());
        Assert.Equal(3, world.Garmin.Uploads);
    }

    [Fact]
    public async Task A_destination_out_of_order_holds_up_no_other_and_gets_it_later()
    {
        await using var world = await LinkWorld.StartAsync();
        await world.LinkGarminAsync();
        await world.LinkTrainerRoadAsync();
        await world.DeliverAsync();
        var outage = new Fault(FaultKind.Html) { Path = "/garmin/weight-service/*", HttpStatus = 503, Times = 1000 };
        world.World.Faults.Inject(outage);

        await world.WeighAsync(72.4m);
        await world.DeliverAsync();

        Assert.Equal(72.4m, world.World.TrainerRoad.WeightOf(LinkWorld.Rider));
        Assert.Empty(world.AtGarmin);
        var state = await world.StateOfAsync("garmin");
        Assert.Equal(1, (int)state["waiting"]!);
        Assert.Contains("Garmin Connect does not answer", (string?)state["problem"], StringComparison.Ordinal);

        world.World.Faults.Clear();
        world.Time.Advance(TimeSpan.FromMinutes(2));
        await world.DeliverAsync();
        Assert.Equal([72400], world.AtGarmin);
        Assert.Null((string?)(await world.StateOfAsync("garmin"))["problem"]);
    }

    [Fact]
    public async Task A_sign_in_that_ended_is_shown_and_not_tried_for_ever()
    {
        await using var world = await LinkWorld.StartAsync();
        await world.LinkGarminAsync();
        await world.WeighAsync(72.4m);
        world.Garmin.Account.Password = "another-Pa55word!";
        world.Garmin.ExpireAccessTokens();
        world.Garmin.RevokeRefreshTokens();

        for (var day = 0; day < 3; day++)
        {
            await world.DeliverAsync();
            world.Time.Advance(TimeSpan.FromDays(1));
        }

        Assert.Equal(2, world.SignIns);
        Assert.Equal("needs_sign_in", (string?)(await world.StateOfAsync("garmin"))["state"]);
        Assert.Contains("does not accept", (string?)(await world.StateOfAsync("garmin"))["problem"], StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.OK, (await world.LinkGarminAsync("another-Pa55word!")).Status);
        await world.DeliverAsync();
        Assert.Contains(72400, world.AtGarmin);
        Assert.Equal("linked", (string?)(await world.StateOfAsync("garmin"))["state"]);
    }

    [Fact]
    public async Task After_too_many_requests_the_destination_is_left_alone_as_long_as_it_said()
    {
        await using var world = await LinkWorld.StartAsync();
        await world.LinkGarminAsync();
        await world.DeliverAsync();
        world.World.Faults.Inject(new Fault(FaultKind.Html) { Path = "/garmin/weight-service/*", HttpStatus = 429, RetryAfter = TimeSpan.FromHours(2) });
        await world.WeighAsync(72.4m);
        await world.DeliverAsync();
        var asked = world.Garmin.Requests.Counts.Values.Sum();
        Assert.Equal("cooling_down", (string?)(await world.StateOfAsync("garmin"))["state"]);

        await world.WeighAsync(72.5m);
        await world.DeliverAsync();
        world.Time.Advance(TimeSpan.FromHours(1));
        await world.DeliverAsync();
        Assert.Equal(asked, world.Garmin.Requests.Counts.Values.Sum());

        world.Time.Advance(TimeSpan.FromHours(1));
        await world.DeliverAsync();
        Assert.Equal([72400, 72500], world.AtGarmin.Order());
        Assert.Equal("linked", (string?)(await world.StateOfAsync("garmin"))["state"]);
    }

    [Fact]
    public async Task A_code_that_a_delivery_needs_is_sent_once_and_can_be_given()
    {
        await using var world = await LinkWorld.StartAsync();
        await world.LinkGarminAsync();
        await world.WeighAsync(72.4m);
        world.Garmin.Account.Mfa = GarminMfa.Email;
        world.Garmin.ExpireAccessTokens();
        world.Garmin.RevokeRefreshTokens();
        await world.DeliverAsync();
        Assert.Equal("needs_code", (string?)(await world.StateOfAsync("garmin"))["state"]);
        await world.WeighAsync(72.5m);
        await world.DeliverAsync();
        Assert.Equal(1, world.Garmin.CodesSentTo(LinkWorld.Runner));

        Assert.Equal(HttpStatusCode.OK, (await world.GiveCodeAsync(world.Garmin.CodeOf(LinkWorld.Runner)!)).Status);
        await world.DeliverAsync();

        Assert.Equal([72400, 72500], world.AtGarmin.Order());
        Assert.Equal("linked", (string?)(await world.StateOfAsync("garmin"))["state"]);
    }

    [Fact]
    public async Task After_the_end_of_a_link_nothing_goes_there_and_what_went_is_remembered()
    {
        await using var world = await LinkWorld.StartAsync();
        await world.LinkGarminAsync();
        await world.WeighAsync(72.4m);
        await world.DeliverAsync();

        Assert.Equal(HttpStatusCode.NoContent, (await world.SendAsync(HttpMethod.Delete, "/garmin")).Status);
        await world.WeighAsync(72.5m);
        await world.DeliverAsync();

        Assert.Equal([72400], world.AtGarmin);
        var state = await world.StateOfAsync("garmin");
        Assert.Equal("not_linked", (string?)state["state"]);
        Assert.Null((string?)state["username"]);
        Assert.Equal(1, (int)state["delivered"]!);
        Assert.Equal(HttpStatusCode.NotFound, (await world.SendAsync(HttpMethod.Delete, "/strava")).Status);
    }
}
