using WithingsSync.Simulator.Faults;
using WithingsSync.SystemTests.Scene;
using Xunit;
using static WithingsSync.SystemTests.TrainerRoad.TrainerRoadWorld;

namespace WithingsSync.SystemTests.TrainerRoad;

/// <summary>The newest weight at the simulated TrainerRoad, through the command line.</summary>
public sealed class DeliveryTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_newest_weight_arrives_and_the_rest_of_the_profile_stays(bool answersNoContent)
    {
        await using var world = await StartAsync();
        world.Service.AnswersNoContent = answersNoContent;
        world.Service.SetProfile(Rider, "units", "mph");
        var rest = world.Rest();

        var result = (await world.SyncAsync()).Exits(0);

        Assert.Equal(80.53m, world.Service.WeightOf(Rider));
        Assert.Equal(rest, world.Rest());
        Assert.Contains(" - root - INFO - TrainerRoad update done!\n", result.Out, StringComparison.Ordinal);
        Assert.Equal(1, world.Count(Profile, "PUT"));
        Assert.True(world.Mark() >= Worlds.Noon.ToUnixTimeSeconds());
    }

    [Fact]
    public async Task With_nothing_new_TrainerRoad_is_not_asked()
    {
        await using var world = await StartAsync();
        (await world.SyncAsync()).Exits(0);
        world.Service.Requests.Clear();

        (await world.SyncAsync()).Exits(0);

        Assert.Equal(0, world.Service.Requests.Total);
    }

    [Fact]
    public async Task A_weight_that_the_rider_entered_already_is_not_written()
    {
        await using var world = await StartAsync();
        world.Service.SetProfile(Rider, "weightKg", 80.53m);

        var result = (await world.SyncAsync()).Exits(0);

        Assert.Equal(0, world.Count(Profile, "PUT"));
        Assert.Contains("1 already there", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_that_keeps_one_decimal_has_kept_the_weight()
    {
        await using var world = await StartAsync();
        world.Service.RoundsToOneDecimal = true;

        (await world.SyncAsync()).Exits(0);

        Assert.Equal(80.5m, world.Service.WeightOf(Rider));
        world.Service.Requests.Clear();
        (await world.SyncAsync()).Exits(0);
        Assert.Equal(0, world.Service.Requests.Total);
    }

    [Fact]
    public async Task A_weight_that_was_not_kept_is_told_and_goes_when_it_is()
    {
        await using var world = await StartAsync();
        world.Service.IgnoresWrites = true;

        var result = (await world.SyncAsync()).Exits(6);

        Assert.Contains("still shows the one before", result.Out, StringComparison.Ordinal);
        Assert.Contains("1 readings are not known to have arrived", result.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("TrainerRoad update done!", result.Out, StringComparison.Ordinal);

        world.Service.IgnoresWrites = false;
        world.Person.Clock().Advance(TimeSpan.FromHours(3));
        (await world.SyncAsync()).Exits(0);
        Assert.Equal(80.53m, world.Service.WeightOf(Rider));
    }

    [Theory]
    [InlineData(FaultKind.DoneButFailed)]
    [InlineData(FaultKind.DropAnswer)]
    [InlineData(FaultKind.ResetMidway)]
    public async Task A_weight_that_was_kept_without_a_word_is_found_and_not_sent_twice(FaultKind kind)
    {
        await using var world = await StartAsync();
        world.Person.World.Faults.Inject(new(kind) { Path = Profile, Action = "PUT" });

        (await world.SyncAsync()).Exits(0);

        Assert.Equal(80.53m, world.Service.WeightOf(Rider));
        Assert.Equal(1, world.Count(Profile, "PUT"));
    }

    [Theory]
    [InlineData(FaultKind.Html, "PUT")]
    [InlineData(FaultKind.ResetBefore, "PUT")]
    [InlineData(FaultKind.Html, "GET")]
    [InlineData(FaultKind.Garbage, "GET")]
    [InlineData(FaultKind.Truncated, "GET")]
    [InlineData(FaultKind.EmptyBody, "GET")]
    [InlineData(FaultKind.WrongTypes, "GET")]
    [InlineData(FaultKind.NoContent, "GET")]
    [InlineData(FaultKind.DropAnswer, "GET")]
    [InlineData(FaultKind.Challenge, "GET")]
    [InlineData(FaultKind.Challenge, "PUT")]
    public async Task A_failure_loses_nothing_and_spoils_nothing(FaultKind kind, string method)
    {
        await using var world = await StartAsync();
        var rest = world.Rest();
        world.Person.World.Faults.Inject(new(kind) { Path = Profile, Action = method });

        var first = await world.SyncAsync();
        world.Person.Clock().Advance(TimeSpan.FromHours(3));
        (await world.SyncAsync()).Exits(0);

        Assert.Contains(first.ExitCode, new[] { 0, 6 });
        Assert.Equal(80.53m, world.Service.WeightOf(Rider));
        Assert.Equal(rest, world.Rest());
        Assert.True(world.Mark() >= Worlds.Noon.ToUnixTimeSeconds());
    }

    [Fact]
    public async Task Unknown_fields_go_back_as_they_came()
    {
        await using var world = await StartAsync();
        world.Person.World.Faults.Inject(new(FaultKind.Unknowns) { Path = Profile, Action = "GET" });

        (await world.SyncAsync()).Exits(0);

        Assert.NotNull(world.Service.ProfileOf(Rider)["novelty"]);
    }

    [Theory]
    [InlineData(LoginPage, "GET")]
    [InlineData(LoginPage, "POST")]
    [InlineData(Profile, "GET")]
    [InlineData(Profile, "PUT")]
    public async Task Too_many_requests_end_the_run_with_5_and_say_until_when(string path, string method)
    {
        await using var world = await StartAsync();
        world.Person.World.Faults.Inject(new(FaultKind.RateLimited) { Path = path, Action = method, RetryAfter = TimeSpan.FromMinutes(10) });

        var result = (await world.SyncAsync()).Exits(5);

        Assert.Contains("Not before 2026-06-15 12:4", result.Out, StringComparison.Ordinal);
        Assert.NotEqual(80.53m, world.Service.WeightOf(Rider));
        var asked = world.Service.Requests.Total;
        Assert.Contains("Not before 2026-06-15 12:4", (await world.SyncAsync()).Exits(5).Out, StringComparison.Ordinal);
        Assert.Contains("TrainerRoad is left alone until 2026-06-15 12:4", (await world.Person.RunAsync("status")).Exits(0).Out, StringComparison.Ordinal);
        Assert.Contains("TrainerRoad is left alone until 2026-06-15 12:4", (await world.Person.RunAsync("doctor")).Out, StringComparison.Ordinal);
        Assert.Equal(asked, world.Service.Requests.Total);
        world.Person.Clock().Advance(TimeSpan.FromMinutes(11));
        (await world.SyncAsync()).Exits(0);
        Assert.Equal(80.53m, world.Service.WeightOf(Rider));
    }
}
