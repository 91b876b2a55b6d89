using System.Globalization;
using System.Text.Json;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Simulator.Faults;
using WithingsSync.Storage;
using WithingsSync.SystemTests.Scene;
using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.SystemTests.Assistants;

/// <summary>When an answer may call itself complete, and when asking again is worthwhile.</summary>
public sealed class WholeAnswerTests
{
    [Fact]
    public async Task A_pull_of_two_days_does_not_stand_for_the_month_that_an_assistant_asks_for()
    {
        await using var world = await Worlds.SignedInAsync(days: 3, time: TimeProvider.System);
        await world.RunAsync("pull", "-k", "weight").Exits(0);
        var now = TimeProvider.System.GetUtcNow();
        await AnHourPassesAsync(world);

        // A scale that was offline brings it now.
        var late = world.World.Weigh(Worlds.Demo, 77.7m, date: now.AddDays(-10));
        await world.RunAsync("sync", "-f", now.AddDays(-2).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), "--to-json").Exits(0);
        await using var assistant = await Assistant.StartAsync(world);

        var answer = await assistant.CallAsync("withings_get_measurements", "30d");

        Assert.Contains(answer.GetProperty("records").EnumerateArray(), line => line.GetProperty("measured_at").GetDateTimeOffset().ToUnixTimeSeconds() == late.Date);
        Assert.Equal("pulled", answer.GetProperty("source").GetString());
    }

    [Fact]
    public async Task What_was_never_granted_is_asked_for_once_and_said_in_one_sentence()
    {
        await using var world = await Worlds.SignedInAsync(days: 3, time: TimeProvider.System, scopes: "user.metrics,user.info");
        await using var assistant = await Assistant.StartAsync(world);

        var first = await assistant.CallAsync("withings_get_activity", "7d");
        var asked = world.Requests();
        var second = await assistant.CallAsync("withings_get_activity", "7d");

        Assert.Equal(asked, world.Requests());
        foreach (var answer in new[] { first, second })
        {
            Assert.False(answer.GetProperty("is_complete").GetBoolean());
            Assert.Contains("did not grant activity", Assert.Single(answer.GetProperty("notes").EnumerateArray()).GetString(), StringComparison.Ordinal);
            Assert.False(IsSaid(answer, "retry_after_seconds"));
        }
    }

    [Fact]
    public async Task A_night_that_Withings_refuses_is_told_once_and_holds_back_no_later_answer()
    {
        await using var world = await Worlds.SignedInAsync(days: 4, time: TimeProvider.System);
        world.World.Faults.Inject(Fault.OfStatus(2554) with { Path = "/v2/sleep", Action = "get", Times = 1 });
        await using var assistant = await Assistant.StartAsync(world);

        // Both answers are of the same days only once it is known where the person is.
        await assistant.CallAsync("withings_get_measurements", "3d");

        var first = await assistant.CallAsync("withings_get_sleep", "3d");
        var asked = world.Requests();
        var second = await assistant.CallAsync("withings_get_sleep", "3d");

        Assert.Contains("Withings did not give sleep", first.GetProperty("notes")[0].GetString(), StringComparison.Ordinal);
        Assert.False(first.GetProperty("is_complete").GetBoolean());
        Assert.False(IsSaid(first, "retry_after_seconds"));
        Assert.True(second.GetProperty("is_complete").GetBoolean(), second.GetProperty("notes").ToString());
        Assert.Equal("store", second.GetProperty("source").GetString());
        Assert.Equal(asked, world.Requests());
    }

    /// <summary>The assistant has the machine's clock, so what was noted is made older instead.</summary>
    private static async Task AnHourPassesAsync(LoopbackWorld world)
    {
        using var archive = Archive.Open(world.ArchiveFile, world.Time);
        var (account, stop) = (new AccountId(world.AccountOf()), TestContext.Current.CancellationToken);
        var state = await archive.FindStateAsync(account, Feed.Measures, stop);
        await archive.SaveStateAsync(account, Feed.Measures, state with { LastPulledAt = state.LastPulledAt?.AddHours(-1), CaughtUpAt = state.CaughtUpAt?.AddHours(-1) }, stop);
    }

    private static bool IsSaid(JsonElement answer, string name) => answer.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null;
}
