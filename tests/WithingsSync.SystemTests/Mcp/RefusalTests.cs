using System.Text.Json;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using WithingsSync.Pipeline.Pulling;
using Xunit;

namespace WithingsSync.SystemTests.Mcp;

/// <summary>What clients do wrong, and what stands in the way of an answer: said in words a model can act on.</summary>
public sealed class RefusalTests(ToolScene scene) : IClassFixture<ToolScene>
{
    private const string Tool = "withings_get_measurements";

    [Fact]
    public async Task An_unknown_tool_is_named_as_one()
    {
        var refusal = await Assert.ThrowsAnyAsync<McpException>(() => scene.ResultAsync("withings_get_dreams"));

        Assert.Contains("Unknown tool", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("withings_get_dreams", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_arguments_are_named_before_anything_is_done()
    {
        var asked = scene.Host.Orders.Count;

        var missing = await scene.ErrorAsync(Tool);
        var isNull = await scene.ErrorAsync(Tool, ("start_date", null));
        var unknown = await scene.ErrorAsync(Tool, ("start_date", "today"), ("user_id", "7"));
        var number = await scene.ErrorAsync(Tool, ("start_date", "today"), ("limit", "many"));
        var fraction = await scene.ErrorAsync(Tool, ("start_date", "today"), ("limit", 1.5));
        var flag = await scene.ErrorAsync("withings_get_body_measures", ("start_date", "today"), ("raw", "yes"));
        var list = await scene.ErrorAsync(Tool, ("start_date", new[] { "today" }));
        var day = await scene.ErrorAsync(Tool, ("start_date", "2026-02-30"));

        Assert.Contains("start_date is missing", missing.Message, StringComparison.Ordinal);
        Assert.Contains("start_date is missing", isNull.Message, StringComparison.Ordinal);
        Assert.Contains("no parameter 'user_id'", unknown.Message, StringComparison.Ordinal);
        Assert.Contains("limit", number.Message, StringComparison.Ordinal);
        Assert.Contains("limit", fraction.Message, StringComparison.Ordinal);
        Assert.Contains("raw", flag.Message, StringComparison.Ordinal);
        Assert.Contains("start_date", list.Message, StringComparison.Ordinal);
        Assert.Equal("bad_date", day.Code);
        Assert.Contains("2026-02-30", day.Message, StringComparison.Ordinal);
        Assert.All([missing, isNull, unknown, number, fraction, flag, list], error => Assert.Equal("bad_argument", error.Code));
        Assert.Equal(asked, scene.Host.Orders.Count);
    }

    [Fact]
    public async Task A_word_that_is_not_in_a_closed_list_is_refused_with_the_list_which_the_schema_tells()
    {
        var resolution = await scene.ErrorAsync(Tool, ("start_date", "today"), ("resolution", "year"));
        var kind = await scene.ErrorAsync("withings_trends", ("kind", "mood"), ("start_date", "today"));
        var none = await scene.CallAsync(Tool, ("start_date", "today"), ("resolution", ""));

        Assert.Contains("each, day, week, month", resolution.NextStep, StringComparison.Ordinal);
        Assert.Contains("weight, blood_pressure", kind.NextStep, StringComparison.Ordinal);
        Assert.Equal("each", none.Text("resolution"));
        foreach (var tool in await scene.Client.ListToolsAsync())
        {
            var properties = tool.JsonSchema.TryGetProperty("properties", out var those) ? those : default;
            foreach (var name in new[] { "resolution", "kind" })
            {
                if (properties.ValueKind != JsonValueKind.Undefined && properties.TryGetProperty(name, out var property))
                {
                    Assert.True(property.TryGetProperty("enum", out var words) && words.GetArrayLength() > 3, $"{tool.Name} does not tell the words of {name}.");
                }
            }
        }
    }

    [Fact]
    public async Task No_value_however_rude_ends_without_a_code_and_a_next_step()
    {
        string[] values =
        [
            "5000000000", "-5000000000", "1e400", "-1e400", "1.0", "99999999999", "253402300799", "253402300800", "99999999999999999999999", "[[[1]]]", "[null]", "{}", "{\"a\":[1]}",
            "\"\\u0000\"", "\"9998-12-31T23:59:59-14:00\"", "\"2026-01-31T24:00:00Z\"", "\"2026-01-31T07:30:00+15:00\"", "\"2026-01-31T07:30:00 GMT\"",
            "\"1970-01-01T00:00:00+14:00\"", "\"9998-12\"", "\"" + new string('x', 39) + "\\ud83d\\ude00\"", "\"" + new string('9', 100_000) + "\"", "true", "null", "\"\"",
        ];

        foreach (var tool in await scene.Client.ListToolsAsync())
        {
            var properties = tool.JsonSchema.TryGetProperty("properties", out var those) ? those.EnumerateObject().Select(one => one.Name).ToList() : [];
            foreach (var name in properties)
            {
                foreach (var value in values)
                {
                    var arguments = properties.Where(one => one is "kind" or "start_date").ToDictionary(one => one, one => (object?)JsonElement.Parse(one == "kind" ? "\"weight\"" : "\"2d\""));
                    arguments[name] = JsonElement.Parse(value);

                    var result = await scene.Client.CallToolAsync(tool.Name, arguments);

                    var text = Assert.IsType<TextContentBlock>(result.Content[0]).Text;
                    Assert.True(text[0] == '{', $"{tool.Name}, {name}: {value[..Math.Min(50, value.Length)]}: {text}");
                    Assert.True(result.IsError is not true || JsonElement.Parse(text).GetProperty("next_step").GetString()!.Length > 5, text);
                }
            }
        }
    }

    [Fact]
    public async Task A_limit_beyond_every_number_is_told_its_bounds()
    {
        var error = await scene.ErrorAsync(Tool, ("start_date", "today"), ("limit", 5_000_000_000));

        Assert.Equal("bad_argument", error.Code);
        Assert.Contains("5000000000", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("no integer", error.Message, StringComparison.Ordinal);
        Assert.Contains("2000", error.NextStep, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_not_connected_is_told_how_to_connect()
    {
        await using var stranger = await ToolScene.StartAsync(days: 2);
        stranger.Host.Connection = new(IsConnected: false, "Run withings-sync login to connect.", null, null);
        stranger.Host.Caller = stranger.Host.Caller with { Account = null };

        var error = await stranger.ErrorAsync(Tool, ("start_date", "today"));
        var trend = await stranger.ErrorAsync("withings_trends", ("kind", "weight"), ("start_date", "today"));

        Assert.Equal(("not_connected", "Run withings-sync login to connect."), (error.Code, error.NextStep));
        Assert.Equal("not_connected", trend.Code);
        Assert.Empty(stranger.Host.Notes);
    }

    [Fact]
    public async Task A_lost_connection_still_answers_with_what_is_stored_and_refuses_where_nothing_is()
    {
        await using var lost = await ToolScene.StartAsync(days: 5);
        lost.Host.Connection = new(IsConnected: false, "Connect the account again.", null, "The grant was withdrawn.");
        lost.Host.Coverage = new(IsComplete: false, HasPulled: false, null) { Missing = ["Withings cannot be asked now."] };

        var stored = await lost.CallAsync(Tool, ("start_date", "5d"));
        var nothing = await lost.ErrorAsync(Tool, ("start_date", "2020-01"));

        Assert.Equal(lost.Of(1).Select(one => (one.At, one.Value)).Where(one => Truths.ParisDay(one.At) >= new DateOnly(2026, 6, 11)), stored.Readings("weight_kg"));
        Assert.False(stored.GetProperty("is_complete").GetBoolean());
        Assert.Contains("Withings cannot be asked now.", stored.Notes());
        Assert.Equal(("not_connected", "The grant was withdrawn."), (nothing.Code, nothing.Message));
        Assert.Contains("onnect", nothing.NextStep, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_rate_limit_is_named_with_the_seconds_to_wait()
    {
        await using var busy = await ToolScene.StartAsync(days: 2);
        busy.Host.Coverage = new(IsComplete: false, HasPulled: true, null) { IsThrottled = true, RetryAfter = TimeSpan.FromSeconds(12.3), Missing = ["Withings' limit was reached."], NotGranted = [Feed.Heart] };

        var error = await busy.ErrorAsync(Tool, ("start_date", "2020-01"));
        var trend = await busy.ErrorAsync("withings_trends", ("kind", "weight"), ("start_date", "2020-02"));
        var partly = await busy.CallAsync(Tool, ("start_date", "7d"));

        Assert.Contains("rate limit", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("120", error.Message, StringComparison.Ordinal);
        Assert.Equal(("rate_limit", 13), (error.Code, error.RetryAfterSeconds));
        Assert.Equal(("rate_limit", 13), (trend.Code, trend.RetryAfterSeconds));
        Assert.Equal(13, partly.GetProperty("retry_after_seconds").GetInt32());
        Assert.Contains(partly.Notes(), note => note.Contains("did not grant heart", StringComparison.Ordinal));
    }
}
