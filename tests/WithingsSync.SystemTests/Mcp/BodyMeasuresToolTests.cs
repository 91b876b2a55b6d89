using System.Text.Json;
using WithingsSync.Simulator.Bodies;
using WithingsSync.SystemTests.Scene;
using Xunit;

namespace WithingsSync.SystemTests.Mcp;

/// <summary>Any measure, by number or name, through the client.</summary>
public sealed class BodyMeasuresToolTests(ToolScene scene) : IClassFixture<ToolScene>
{
    private const string Tool = "withings_get_body_measures";

    [Fact]
    public async Task Every_measure_of_every_group_is_there_once_with_its_raw_number()
    {
        var answer = await scene.CallAsync(Tool, ("start_date", "60d"), ("raw", true), ("limit", 2000));

        var expected = scene.Truth.Groups.Where(group => group.Category == 1).OrderBy(group => group.Date).ThenBy(group => group.Id)
            .SelectMany(group => group.Measures.Distinct().Select(measure => (Truths.At(group.Date), group.Id, measure.Type, measure.Value, measure.Unit, TruthAsJson.Value(measure), group.Attribution, group.Device?.Model)))
            .ToList();
        Assert.NotEmpty(expected);
        Assert.Equal(expected, answer.Records().Select(line => (
            line.At(), line.GetProperty("group_id").GetInt64(), line.GetProperty("type").GetInt32(), line.GetProperty("raw_value").GetInt64(), line.GetProperty("raw_exponent").GetInt32(),
            line.Number("value")!.Value, line.GetProperty("attribution").GetInt32(), line.Text("device"))));
    }

    [Theory]
    [InlineData("\"vo2_max\"")]
    [InlineData("\"123\"")]
    [InlineData("123")]
    [InlineData("[\"vo2_max\"]")]
    [InlineData("[123]")]
    [InlineData("[\"123\", \"type_123\", 123]")]
    public async Task A_type_is_asked_for_by_number_or_name_alone_or_in_a_list(string types)
    {
        var answer = await scene.CallAsync(Tool, ("start_date", "60d"), ("types", JsonElement.Parse(types)));

        Assert.NotEmpty(scene.Of(123));
        Assert.Equal(scene.Of(123).Select(one => (one.At, one.Value)), answer.Readings("value"));
        Assert.All(answer.Records(), line => Assert.Equal(("vo2_max", "ml/min/kg"), (line.Text("name"), line.Text("unit"))));
        Assert.All(answer.Records(), line => Assert.False(line.TryGetProperty("raw_value", out _)));
    }

    [Fact]
    public async Task Several_types_may_stand_in_one_text_and_none_means_all()
    {
        var two = await scene.CallAsync(Tool, ("start_date", "60d"), ("types", "weight, 54"));
        var all = await scene.CallAsync(Tool, ("start_date", "7d"), ("types", null), ("limit", 2000));

        Assert.Equal([1, 54], two.Records().Select(line => line.GetProperty("type").GetInt32()).Distinct().Order());
        Assert.True(all.Records().Select(line => line.GetProperty("type").GetInt32()).Distinct().Count() > 10);
    }

    [Fact]
    public async Task A_limb_is_named_and_summed_up_apart_from_the_whole()
    {
        var single = await scene.CallAsync(Tool, ("start_date", "60d"), ("types", "segment_fat_mass"));
        var months = await scene.CallAsync(Tool, ("start_date", "60d"), ("types", "segment_fat_mass"), ("resolution", "month"));

        Assert.Equal(["left_arm", "left_leg", "right_arm", "right_leg", "torso"], single.Records().Select(line => line.Text("position")).Distinct().Order());
        var torso = scene.Truth.Groups.SelectMany(group => group.Measures.Where(measure => measure is { Type: 174, Position: 12 }).Select(measure => (Truths.ParisDay(Truths.At(group.Date)).Month, Value: TruthAsJson.Value(measure)))).ToLookup(one => one.Month, one => one.Value);
        Assert.NotEmpty(torso);
        Assert.Equal(torso.Select(month => Math.Round(month.Average(), 6)).ToList(), [.. months.Periods().Select(period => period.GetProperty("figures").GetProperty("segment_fat_mass.torso").Number("mean")!.Value)]);
    }

    [Fact]
    public async Task Unknown_types_keep_their_number_goals_come_on_request_and_a_monstrous_number_stays_raw()
    {
        var at = new DateTimeOffset(2026, 6, 15, 6, 0, 0, TimeSpan.Zero);
        await using var special = await ToolScene.StartAsync(days: 3, world =>
        {
            world.AddGroup(Worlds.Demo, [new Measure(999, 42, -1), new Measure(998, 7, 200)], at);
            world.AddGroup(Worlds.Demo, [new Measure(1, 65_000, -3)], at.AddMinutes(1), category: 2);
        });

        var unknown = (await special.CallAsync(Tool, ("start_date", "today"), ("types", "type_999,998"))).Records();
        var without = await special.CallAsync(Tool, ("start_date", "today"), ("types", "weight"));
        var with = await special.CallAsync(Tool, ("start_date", "today"), ("types", "weight"), ("objectives", true));

        Assert.Equal(("type_999", 4.2m), (unknown[0].Text("name"), unknown[0].Number("value")));
        Assert.Equal((null, 7m, 200m), (unknown[1].Number("value"), unknown[1].Number("raw_value"), unknown[1].Number("raw_exponent")));
        Assert.DoesNotContain(without.Records(), line => line.TryGetProperty("is_objective", out _));
        Assert.Equal(65m, Assert.Single(with.Records(), line => line.TryGetProperty("is_objective", out var goal) && goal.GetBoolean()).Number("value"));
    }

    [Theory]
    [InlineData("happiness")]
    [InlineData("-1")]
    [InlineData("1.5")]
    public async Task A_type_that_does_not_exist_is_refused_with_the_names_there_are(string type)
    {
        var error = await scene.ErrorAsync(Tool, ("start_date", "7d"), ("types", type));

        Assert.Equal("bad_argument", error.Code);
        Assert.Contains("fat_ratio", error.NextStep, StringComparison.Ordinal);
    }
}
