using System.Globalization;
using System.Text.Json.Nodes;
using WithingsSync.Simulator.Faults;
using WithingsSync.SystemTests.Server;
using Xunit;

namespace WithingsSync.SystemTests.McpOverHttp;

/// <summary>What calls that follow one another, or run beside one another, owe each other.</summary>
public sealed class CoverAgainTests
{
    private const string Measures = "/measure getmeas";

    [Fact]
    public async Task After_a_pull_that_failed_Withings_is_not_asked_again_at_once_and_the_answer_says_how_long_to_wait()
    {
        await using var world = await ServerWorld.StartAsync();
        var (_, token) = await world.AddPersonAsync("ana");
        await world.ConnectAsync(token);
        world.Simulator.World.Faults.Inject(new(FaultKind.Html) { Path = "/measure", Action = "getmeas", HttpStatus = 503, RetryAfter = TimeSpan.FromMinutes(10), Times = 50 });
        var first = await world.PressuresAsync(token);
        var asked = world.Simulator.World.Requests.Counts[Measures];

        var second = await world.PressuresAsync(token);

        Assert.Equal(asked, world.Simulator.World.Requests.Counts[Measures]);
        foreach (var answer in new[] { first, second })
        {
            Assert.Equal("unavailable", (string)answer["code"]!);
            Assert.Contains("getmeas", (string)answer["message"]!, StringComparison.Ordinal);
            Assert.InRange((int)answer["retry_after_seconds"]!, 500, 600);
        }
    }

    [Fact]
    public async Task After_a_pull_that_failed_what_is_stored_is_answered_with_what_is_missing()
    {
        await using var world = await ServerWorld.StartAsync();
        var (_, token) = await world.AddPersonAsync("ana");
        await world.ConnectAsync(token);
        world.Simulator.World.TakeBloodPressure("demo", 141, 91, 61);
        await world.PressuresAsync(token);
        world.Simulator.World.Faults.Inject(new(FaultKind.Html) { Path = "/measure", Action = "getmeas", HttpStatus = 503, RetryAfter = TimeSpan.FromMinutes(10), Times = 50 });

        var answer = await world.PressuresAsync(token, "30d");

        Assert.Contains(answer["records"]!.AsArray(), record => record!.Systolic() == 141);
        Assert.False((bool)answer["is_complete"]!);
        Assert.Contains("measures", (string)answer["notes"]![0]!, StringComparison.Ordinal);
        Assert.InRange((int)answer["retry_after_seconds"]!, 500, 600);
    }

    [Fact]
    public async Task Of_feeds_that_are_pulled_together_one_that_failed_is_an_error_of_the_connection_whichever_ends_last()
    {
        await using var world = await ServerWorld.StartAsync();
        var (_, token) = await world.AddPersonAsync("ana");
        await world.ConnectAsync(token);
        world.Simulator.World.Faults.Inject(Fault.OfStatus(503) with { Path = "/v2/stetho", Times = 50 });
        world.Simulator.World.Faults.Inject(new(FaultKind.Slow) { Path = "/v2/heart", Action = "list", Delay = TimeSpan.FromSeconds(1) });

        var answer = await world.CallAsync(token, "withings_get_heart_list", ("start_date", "7d"));
        var status = await world.GetJsonAsync($"{ServerWorld.Connect}/status", token);

        Assert.False((bool)answer["is_complete"]!);
        Assert.Equal("error", (string)status["sync_status"]!);
        Assert.NotNull(status["last_synced_at"]);
    }

    [Fact]
    public async Task Two_ranges_asked_for_in_turn_are_each_read_once()
    {
        await using var world = await ServerWorld.StartAsync(historyDays: 30);
        var (_, token) = await world.AddPersonAsync("ana");
        await world.ConnectAsync(token);
        var now = world.Time.GetUtcNow();
        await AskAsync(20, 15);
        await AskAsync(9, 5);
        world.Simulator.World.Requests.Clear();

        var (first, second) = (await AskAsync(20, 15), await AskAsync(9, 5));

        Assert.Equal(("store", "store"), ((string)first["source"]!, (string)second["source"]!));
        Assert.Equal(0, world.Simulator.World.Requests.Counts.GetValueOrDefault(Measures));

        Task<JsonObject> AskAsync(int from, int to) => world.CallAsync(token, McpScene.Pressure, ("start_date", Day(from)), ("end_date", Day(to)));
        string Day(int ago) => now.AddDays(-ago).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    [Theory]
    [InlineData("withings_get_sleep")]
    [InlineData("withings_get_intraday")]
    public async Task What_is_read_one_by_one_is_whole_after_the_first_call_and_asked_for_no_more(string tool)
    {
        await using var world = await ServerWorld.StartAsync(historyDays: 4);
        var (_, token) = await world.AddPersonAsync("ana");
        await world.ConnectAsync(token);
        var first = await world.CallAsync(token, tool, ("start_date", "3d"));
        world.Simulator.World.Requests.Clear();

        var second = await world.CallAsync(token, tool, ("start_date", "3d"));

        Assert.NotEqual(0, (int)first["count"]!);
        Assert.Equal((true, true), ((bool)first["is_complete"]!, (bool)second["is_complete"]!));
        Assert.Equal("store", (string)second["source"]!);

        // A nonce for the next request is fetched ahead.
        Assert.DoesNotContain(world.Simulator.World.Requests.Counts.Keys, call => call != "/v2/signature getnonce");
    }

    [Theory]
    [InlineData("withings_get_blood_pressure")]
    [InlineData("withings_get_activity")]
    public async Task The_first_answer_of_all_is_in_the_days_of_the_persons_zone(string tool)
    {
        await using var world = await ServerWorld.StartAsync();
        var (_, token) = await world.AddPersonAsync("ana");
        await world.ConnectAsync(token);

        var answer = await world.CallAsync(token, tool, ("start_date", "2d"));

        Assert.Equal("Europe/Paris", (string)answer["range"]!["time_zone"]!);
        Assert.Equal("00:00", ((string)answer["range"]!["start"]!)[11..16]);
        Assert.Equal("pulled", (string)answer["source"]!);
        Assert.True((bool)answer["is_complete"]!);
    }
}
