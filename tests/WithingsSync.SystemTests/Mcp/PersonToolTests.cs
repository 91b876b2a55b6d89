using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.SystemTests.Scene;
using Xunit;

namespace WithingsSync.SystemTests.Mcp;

/// <summary>What stands beside the readings: devices, goals, and how things are.</summary>
public sealed class PersonToolTests
{
    [Fact]
    public async Task Every_device_has_its_model_its_battery_and_its_last_session()
    {
        await using var scene = await ToolScene.StartAsync(days: 3);

        var answer = await scene.CallAsync("withings_get_devices");

        var devices = answer.GetProperty("devices").EnumerateArray().ToList();
        foreach (var owned in scene.Truth.Devices.Where(owned => owned.Device.Type != "Sleep Monitor"))
        {
            var line = Assert.Single(devices, one => one.Text("device_id") == owned.Device.Id);
            Assert.Equal((owned.Device.Type, owned.Device.Model, owned.Device.Battery), (line.Text("type"), line.Text("model"), line.Text("battery")));
            Assert.Equal(owned.LastUsed, line.TryGetProperty("last_session_at", out var last) ? last.GetDateTimeOffset().ToUnixTimeSeconds() : null);
        }
    }

    [Theory]
    [InlineData(Privacy.NoIdentifiers)]
    [InlineData(Privacy.Summaries)]
    public async Task A_limited_client_sees_no_device_number(Privacy privacy)
    {
        await using var scene = await ToolScene.StartAsync(days: 3);
        scene.Limit(privacy);

        var answer = await scene.CallAsync("withings_get_devices");

        Assert.All(answer.GetProperty("devices").EnumerateArray(), line => Assert.False(line.TryGetProperty("device_id", out _)));
        Assert.All(scene.Truth.Devices, owned => Assert.DoesNotContain(owned.Device.Id, answer.GetRawText(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_answer_that_has_no_range_says_too_when_it_was_fetched_and_when_to_ask_again()
    {
        await using var scene = await ToolScene.StartAsync(days: 20);
        var recorded = (await scene.CallAsync("withings_get_heart_list", ("start_date", "20d"))).Records()[0].Text("recorded_at");
        var fetched = scene.World.Time.GetUtcNow().AddHours(-1);
        scene.Host.Coverage = new(IsComplete: false, HasPulled: false, fetched) { RetryAfter = TimeSpan.FromSeconds(14.2), Missing = ["Not everything is read yet."] };

        foreach (var answer in new[]
        {
            await scene.CallAsync("withings_get_devices"), await scene.CallAsync("withings_get_goals"), await scene.CallAsync("withings_get_heart_signal", ("recorded_at", recorded)),
        })
        {
            Assert.Equal((15m, fetched), (answer.Number("retry_after_seconds"), answer.Moment("fetched_at")));
            Assert.False(answer.GetProperty("is_complete").GetBoolean());
            Assert.Contains("Not everything is read yet.", answer.Notes());
        }
    }

    [Fact]
    public async Task Goals_are_those_that_were_set()
    {
        await using var scene = await ToolScene.StartAsync(days: 3);

        var answer = await scene.CallAsync("withings_get_goals");

        var goals = scene.Truth.Goals;
        Assert.Equal((goals.Steps, goals.SleepSeconds), ((int?)answer.Number("steps_per_day"), (int?)answer.Number("sleep_seconds_per_night")));
        Assert.Equal(TruthAsJson.Value(goals.Weight!), answer.Number("weight_kg"));
    }

    [Fact]
    public async Task The_status_says_of_each_kind_what_is_there_and_who_reads_it()
    {
        await using var scene = await ToolScene.StartAsync(days: 3);

        var answer = await scene.CallAsync("withings_status");

        var kinds = answer.GetProperty("stored").EnumerateArray().ToDictionary(kind => kind.Text("kind")!);
        Assert.Equal(Enum.GetNames<Feed>().Select(name => name.ToLowerInvariant()).Order(), kinds.Keys.Order());
        Assert.Equal(scene.Truth.Nights.Count, kinds["nights"].Number("count"));
        Assert.All(kinds.Values, kind => Assert.False(kind.GetProperty("not_granted").GetBoolean() || kind.GetProperty("history_incomplete").GetBoolean(), kind.GetRawText()));
        Assert.All(kinds.Values, kind => Assert.True(kind.TryGetProperty("fetched_at", out _)));
        Assert.Equal("Europe/Paris", answer.Text("time_zone"));
        Assert.Equal("full", answer.Text("privacy"));
    }

    [Fact]
    public async Task Before_anybody_signed_in_the_status_says_how_to_connect_and_the_others_refuse()
    {
        await using var scene = await ToolScene.StartAsync(days: 2);
        scene.Host.Caller = scene.Host.Caller with { Account = null };
        scene.Host.Connection = new(IsConnected: false, "Run withings-sync login to connect.", null, null);

        var status = await scene.CallAsync("withings_status");

        Assert.Equal("Run withings-sync login to connect.", status.Text("how_to_connect"));
        foreach (var tool in new[] { "withings_get_devices", "withings_get_goals" })
        {
            Assert.Equal("not_connected", (await scene.ErrorAsync(tool)).Code);
        }

        foreach (var tool in new[] { "withings_get_activity", "withings_get_workouts", "withings_get_sleep", "withings_get_sleep_summary", "withings_get_heart_list", "withings_get_intraday" })
        {
            Assert.Contains("connect", (await scene.ErrorAsync(tool, ("start_date", "today"))).NextStep, StringComparison.Ordinal);
        }
    }
}
