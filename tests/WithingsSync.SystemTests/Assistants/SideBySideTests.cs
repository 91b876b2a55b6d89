using System.Text.Json;
using ModelContextProtocol.Protocol;
using WithingsSync.Simulator.Faults;
using WithingsSync.SystemTests.Scene;
using Xunit;

namespace WithingsSync.SystemTests.Assistants;

/// <summary>What calls of `withings-sync mcp` that run beside one another, or follow one another, owe each other.</summary>
public sealed class SideBySideTests
{
    private const string BloodPressure = "withings_get_blood_pressure";
    private const string Measures = "/measure getmeas";

    [Theory]
    [InlineData("withings_get_sleep", "/v2/sleep", "get", BloodPressure)]
    [InlineData(BloodPressure, "/measure", "getmeas", "withings_get_sleep")]
    public async Task Neither_a_list_nor_what_is_read_one_by_one_waits_for_the_other(string held, string path, string action, string asked)
    {
        await using var world = await Worlds.SignedInAsync(days: 4, time: TimeProvider.System);
        await using var assistant = await Assistant.StartAsync(world);
        await assistant.CallAsync("withings_get_sleep_summary", "3d");
        world.World.Faults.Inject(new(FaultKind.Hold) { Path = path, Action = action });
        var first = assistant.ResultAsync(held, "3d");
        await UntilAsync(() => world.World.Requests.Counts.ContainsKey($"{path} {action}"));

        var second = await assistant.CallAsync(asked, "3d");
        var wasHeld = !first.IsCompleted;
        world.World.Faults.Clear();
        await first;

        Assert.True(wasHeld);
        Assert.True(second.GetProperty("is_complete").GetBoolean());
        Assert.NotEqual(0, second.GetProperty("count").GetInt32());
    }

    [Fact]
    public async Task After_a_pull_that_failed_Withings_is_not_asked_again_at_once()
    {
        await using var world = await Worlds.SignedInAsync(days: 3, time: TimeProvider.System);
        world.World.Faults.Inject(new(FaultKind.Html) { Path = "/measure", Action = "getmeas", HttpStatus = 503, RetryAfter = TimeSpan.FromMinutes(10), Times = 50 });
        await using var assistant = await Assistant.StartAsync(world);
        var first = await assistant.ResultAsync(BloodPressure, "7d");
        var asked = world.World.Requests.Counts[Measures];

        var second = await assistant.ResultAsync(BloodPressure, "7d");

        Assert.Equal(asked, world.World.Requests.Counts[Measures]);
        foreach (var answer in new[] { first, second })
        {
            Assert.True(answer.IsError);
            var error = JsonElement.Parse(Assert.IsType<TextContentBlock>(Assert.Single(answer.Content)).Text);
            Assert.Equal("unavailable", error.GetProperty("code").GetString());
            Assert.Contains("Withings answered getmeas with HTTP 503", error.GetProperty("message").GetString()!, StringComparison.Ordinal);
            Assert.InRange(error.GetProperty("retry_after_seconds").GetInt32(), 500, 600);
        }
    }

    [Fact]
    public async Task The_first_answer_of_all_is_in_the_days_of_the_persons_zone()
    {
        await using var world = await Worlds.SignedInAsync(days: 3, time: TimeProvider.System);
        world.Environment["TZ"] = "America/New_York";
        await using var assistant = await Assistant.StartAsync(world);

        var range = (await assistant.CallAsync(BloodPressure, "2d")).GetProperty("range");

        Assert.Equal("Europe/Paris", range.GetProperty("time_zone").GetString());
        Assert.Equal("00:00", range.GetProperty("start").GetString()![11..16]);
    }

    private static async Task UntilAsync(Func<bool> isSo)
    {
        for (var turn = 0; !isSo(); turn++)
        {
            Assert.True(turn < 1000, "It did not come to it.");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }
}
