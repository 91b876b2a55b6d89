using System.Text.Json;
using WithingsSync.Pipeline.Accounts;
using Xunit;

namespace WithingsSync.SystemTests.Mcp;

/// <summary>What a client sees of a person who shows it less.</summary>
public sealed class PrivacyTests
{
    public static readonly TheoryData<string> Lists = ["withings_get_measurements", "withings_get_blood_pressure", "withings_get_temperature", "withings_get_spo2", "withings_get_hrv", "withings_get_body_measures"];

    [Fact]
    public async Task Without_identifiers_every_reading_is_there_and_no_device_or_group()
    {
        await using var scene = await ToolScene.StartAsync(days: 20);
        foreach (var tool in Lists.Select(row => row.Data))
        {
            scene.Limit(Privacy.Full);
            var full = await scene.CallAsync(tool, Arguments(tool));
            scene.Limit(Privacy.NoIdentifiers);
            var less = await scene.CallAsync(tool, Arguments(tool));

            Assert.Equal(full.Records().Select(Anonymous), less.Records().Select(line => line.GetRawText()));
            Assert.All(scene.Truth.Devices.Where(device => device.Device.Model.Length > 0), device => Assert.DoesNotContain(device.Device.Model, less.GetRawText(), StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Summaries_hold_no_single_reading_by_default_by_name_or_by_narrow_moments()
    {
        await using var scene = await ToolScene.StartAsync(days: 20);
        scene.Limit(Privacy.Summaries);
        var moment = scene.Of(1)[^1].At.ToUnixTimeSeconds();
        foreach (var tool in Lists.Select(row => row.Data))
        {
            var answer = await scene.CallAsync(tool, ("start_date", "20d"));
            Assert.Equal("day", answer.Text("resolution"));
            Assert.False(answer.TryGetProperty("records", out _));

            var error = await scene.ErrorAsync(tool, ("start_date", "20d"), ("resolution", "each"));
            Assert.Equal("not_allowed", error.Code);

            var narrow = (await scene.CallAsync(tool, ("start_date", moment), ("end_date", moment))).GetProperty("range");
            Assert.EndsWith("T00:00:00+02:00", narrow.Text("start"), StringComparison.Ordinal);
            Assert.EndsWith("T23:59:59+02:00", narrow.Text("end"), StringComparison.Ordinal);
        }

        var trend = await scene.CallAsync("withings_trends", ("kind", "weight"), ("start_date", moment), ("end_date", moment));
        Assert.EndsWith("T00:00:00+02:00", trend.GetProperty("range").Text("start"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("withings_get_sleep", "segment", "night")]
    [InlineData("withings_get_intraday", "hour", "day")]
    [InlineData("withings_get_measurements", "each", "day")]
    public async Task What_summaries_may_not_hold_is_refused_in_the_words_that_the_tool_takes(string tool, string refused, string taken)
    {
        await using var scene = await ToolScene.StartAsync(days: 5);
        scene.Limit(Privacy.Summaries);

        var error = await scene.ErrorAsync(tool, ("start_date", "5d"), ("resolution", refused));
        var usual = await scene.CallAsync(tool, ("start_date", "5d"));
        var named = await scene.CallAsync(tool, ("start_date", "5d"), ("resolution", taken));

        Assert.Equal("not_allowed", error.Code);
        Assert.Contains($"resolution {refused}", error.Message, StringComparison.Ordinal);
        Assert.Contains($"resolution {taken}, week or month", error.NextStep, StringComparison.Ordinal);
        Assert.Equal((taken, taken), (usual.Text("resolution"), named.Text("resolution")));
        Assert.Equal(usual.GetProperty("periods").GetRawText(), named.GetProperty("periods").GetRawText());
    }

    private static (string, object?)[] Arguments(string tool) =>
        tool == "withings_get_body_measures" ? [("start_date", "20d"), ("limit", 2000), ("raw", true)] : [("start_date", "20d"), ("limit", 2000)];

    private static string Anonymous(JsonElement line)
    {
        var members = line.EnumerateObject().Where(member => member.Name is not ("device" or "group_id"));
        return "{" + string.Join(',', members.Select(member => $"\"{member.Name}\":{member.Value.GetRawText()}")) + "}";
    }
}
