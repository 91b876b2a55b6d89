using System.Text.Json;
using ModelContextProtocol;
using WithingsSync.Mcp;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Pulling;
using Xunit;

namespace WithingsSync.SystemTests.Mcp;

/// <summary>Where nothing is stored: that nothing was measured is said only where Withings was read to the end of the range.</summary>
public sealed class NothingStoredTests
{
    private const string Unknown = "That does not mean that";

    private static readonly string[] OverARange =
    [
        "withings_get_measurements", "withings_get_blood_pressure", "withings_get_temperature", "withings_get_spo2", "withings_get_hrv", "withings_get_activity", "withings_get_workouts",
        "withings_get_sleep", "withings_get_sleep_summary", "withings_get_heart_list", "withings_get_intraday", "withings_get_body_measures",
    ];

    private static readonly string[] Resources = ["withings://day/2026-06-10", "withings://night/2026-06-10", "withings://night/2026-06-10/curves", "withings://latest"];

    private static readonly Coverage UnderWay = new(IsComplete: false, HasPulled: false, null) { RetryAfter = TimeSpan.FromSeconds(15), Missing = ["Not everything is read yet."] };

    [Fact]
    public async Task Nothing_is_claimed_of_a_range_that_was_not_read()
    {
        await using var scene = await StartAsync(UnderWay);

        foreach (var answer in await AnswersAsync(scene))
        {
            Assert.Contains("Not everything is read yet.", answer.Notes());
            Assert.Single(answer.Notes(), note => note.Contains(Unknown, StringComparison.Ordinal));
            Assert.DoesNotContain(answer.Notes(), IsClaim);
        }
    }

    [Fact]
    public async Task Without_a_connection_and_without_anything_stored_every_answer_is_an_error_that_says_how_long_to_wait()
    {
        var failure = new PullException(PullFailure.Transient, "Withings could not be asked for getmeas: example.org cannot be reached.");
        await using var scene = await StartAsync(UnderWay with { Failure = failure });

        var errors = new List<ToolFailure>();
        foreach (var tool in OverARange)
        {
            errors.Add(await scene.ErrorAsync(tool, ("start_date", "2026-06-10")));
        }

        errors.Add(await scene.ErrorAsync("withings_trends", ("kind", "weight"), ("start_date", "2026-06-10")));
        errors.Add(await scene.ErrorAsync("withings_get_heart_signal", ("recorded_at", "1500000000")));
        errors.Add(await scene.ErrorAsync("withings_get_devices"));
        errors.Add(await scene.ErrorAsync("withings_get_goals"));

        Assert.All(errors, error => Assert.Equal(("unavailable", 15), (error.Code, error.RetryAfterSeconds)));
        Assert.All(errors, error => Assert.Contains("example.org cannot be reached", error.Message, StringComparison.Ordinal));
        foreach (var address in Resources)
        {
            var refusal = await Assert.ThrowsAsync<McpProtocolException>(() => ResourceReader.ReadAsync(scene, address));
            Assert.Equal("unavailable", refusal.Data["code"]);
            Assert.Contains("(in 15 seconds)", refusal.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_application_that_Withings_refuses_is_told_without_a_wait()
    {
        var failure = new PullException(PullFailure.Misconfigured, "Withings refuses the application's secret.");
        await using var scene = await StartAsync(UnderWay with { Failure = failure, RetryAfter = null });

        var error = await scene.ErrorAsync("withings_get_measurements", ("start_date", "2026-06-10"));

        Assert.Equal(("unavailable", null), (error.Code, error.RetryAfterSeconds));
        Assert.Contains("application's secret", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_connection_what_is_stored_is_answered()
    {
        await using var scene = await ToolScene.StartAsync(days: 5);
        scene.Host.Coverage = UnderWay with { Failure = new(PullFailure.Transient, "example.org cannot be reached.") };

        var answer = await scene.CallAsync("withings_get_activity", ("start_date", "5d"));

        Assert.NotEmpty(answer.Records());
        Assert.False(answer.GetProperty("is_complete").GetBoolean());
        Assert.DoesNotContain(answer.Notes(), note => note.Contains(Unknown, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Of_a_range_that_was_read_it_is_said_that_there_was_nothing()
    {
        await using var scene = await StartAsync(new(IsComplete: true, HasPulled: true, DateTimeOffset.UnixEpoch));

        foreach (var answer in await AnswersAsync(scene))
        {
            Assert.Single(answer.Notes(), IsClaim);
            Assert.DoesNotContain(answer.Notes(), note => note.Contains(Unknown, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_period_to_compare_with_that_was_not_read_is_not_called_empty()
    {
        await using var scene = await ToolScene.StartAsync(days: 5);
        (string, object?)[] query = [("kind", "weight"), ("start_date", "5d"), ("compare_start_date", "2020-01")];

        scene.Host.Coverage = UnderWay;
        var unread = await scene.CallAsync("withings_trends", query);
        scene.Host.Coverage = new(IsComplete: true, HasPulled: true, DateTimeOffset.UnixEpoch);
        var read = await scene.CallAsync("withings_trends", query);

        Assert.Contains(unread.Notes(), note => note.Contains("compare with", StringComparison.Ordinal) && note.Contains(Unknown, StringComparison.Ordinal));
        Assert.Contains("There is nothing in the period to compare with.", read.Notes());
    }

    [Fact]
    public async Task A_recording_that_may_be_read_yet_is_not_called_none()
    {
        await using var scene = await StartAsync(UnderWay);

        var unread = await scene.ErrorAsync("withings_get_heart_signal", ("recorded_at", "1500000000"));
        var refusal = await Assert.ThrowsAsync<McpProtocolException>(() => ResourceReader.ReadAsync(scene, "withings://heart/1500000000/signal"));
        scene.Host.Coverage = new(IsComplete: true, HasPulled: true, DateTimeOffset.UnixEpoch);
        var read = await scene.ErrorAsync("withings_get_heart_signal", ("recorded_at", "1500000000"));

        Assert.Equal(("unavailable", 15), (unread.Code, unread.RetryAfterSeconds));
        Assert.DoesNotContain("Nothing was recorded", unread.Message, StringComparison.Ordinal);
        Assert.Contains("Not everything is read yet.", unread.Message, StringComparison.Ordinal);
        Assert.Equal("unavailable", refusal.Data["code"]);
        Assert.Equal("not_found", read.Code);
    }

    [Theory]
    [InlineData("foo")]
    [InlineData("2026-06")]
    [InlineData("7d")]
    [InlineData("12")]
    [InlineData("20260610")]
    public async Task An_address_of_a_day_says_what_it_takes_and_nothing_else(string date)
    {
        await using var scene = await StartAsync(UnderWay);

        foreach (var address in new[] { $"withings://day/{date}", $"withings://night/{date}", $"withings://night/{date}/curves" })
        {
            var refusal = await Assert.ThrowsAsync<McpProtocolException>(() => ResourceReader.ReadAsync(scene, address));

            Assert.Equal((McpErrorCode.InvalidParams, "bad_date"), (refusal.ErrorCode, (string)refusal.Data["code"]!));
            Assert.Contains($"'{date}'", refusal.Message, StringComparison.Ordinal);
            Assert.Contains("YYYY-MM-DD", refusal.Message, StringComparison.Ordinal);
            Assert.All(["start_date", "7d (", "Unix", "ISO", "a month"], other => Assert.DoesNotContain(other, refusal.Message, StringComparison.Ordinal));
        }
    }

    /// <summary>Somebody of whom nothing is stored.</summary>
    private static async Task<ToolScene> StartAsync(Coverage coverage)
    {
        var scene = await ToolScene.StartAsync(days: 1);
        scene.Host.Caller = scene.Host.Caller with { Account = new AccountId("somebody") };
        scene.Host.Coverage = coverage;
        return scene;
    }

    /// <summary>"No temperature was measured", "Nobody stood on a scale", "Nothing of this".</summary>
    private static bool IsClaim(string note) =>
        (note.StartsWith("No ", StringComparison.Ordinal) || note.StartsWith("Nobody", StringComparison.Ordinal) || note.StartsWith("Nothing of", StringComparison.Ordinal))
        && !note.Contains(Unknown, StringComparison.Ordinal);

    private static async Task<IReadOnlyList<JsonElement>> AnswersAsync(ToolScene scene)
    {
        var answers = new List<JsonElement>();
        foreach (var tool in OverARange)
        {
            answers.Add(await scene.CallAsync(tool, ("start_date", "2026-06-10")));
        }

        answers.Add(await scene.CallAsync("withings_trends", ("kind", "weight"), ("start_date", "2026-06-10")));
        answers.Add(await scene.CallAsync("withings_get_devices"));
        answers.Add(await scene.CallAsync("withings_get_goals"));
        foreach (var address in Resources)
        {
            answers.Add(await ResourceReader.ReadAsync(scene, address));
        }

        return answers;
    }
}
