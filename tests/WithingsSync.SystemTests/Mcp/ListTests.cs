using System.Text.Json;
using WithingsSync.SystemTests.Scene;
using Xunit;

namespace WithingsSync.SystemTests.Mcp;

/// <summary>What all tools that answer with a list do alike: pages, limits, sums.</summary>
public sealed class ListTests(ToolScene scene) : IClassFixture<ToolScene>
{
    private const string Tool = "withings_get_measurements";

    [Theory]
    [InlineData("withings_get_measurements", 2)]
    [InlineData("withings_get_body_measures", 7)]
    [InlineData("withings_get_hrv", 3)]
    public async Task The_pages_together_are_the_whole(string tool, int limit)
    {
        var whole = await scene.CallAsync(tool, ("start_date", "20d"), ("limit", 2000));

        var pages = new List<JsonElement>();
        string? cursor = null;
        do
        {
            var page = await scene.CallAsync(tool, ("start_date", "20d"), ("limit", limit), ("cursor", cursor));
            Assert.InRange(page.Records().Count, 1, limit);
            Assert.Equal(page.Records().Count, page.GetProperty("count").GetInt32());
            pages.AddRange(page.Records());
            cursor = page.Text("next_cursor");
            Assert.Equal(cursor is not null, page.GetProperty("has_more").GetBoolean());
        }
        while (cursor is not null);

        Assert.Equal(whole.Records().Select(line => line.GetRawText()), pages.Select(line => line.GetRawText()));
    }

    [Fact]
    public async Task Periods_come_in_pages_too()
    {
        var whole = await scene.CallAsync(Tool, ("start_date", "20d"), ("resolution", "day"));
        var first = await scene.CallAsync(Tool, ("start_date", "20d"), ("resolution", "day"), ("limit", 4));
        var rest = await scene.CallAsync(Tool, ("start_date", "20d"), ("resolution", "day"), ("cursor", first.Text("next_cursor")));

        Assert.Equal(whole.Periods().Select(period => period.GetRawText()), first.Periods().Concat(rest.Periods()).Select(period => period.GetRawText()));
    }

    [Fact]
    public async Task What_comes_between_two_pages_repeats_no_line_and_loses_none()
    {
        await using var changing = await ToolScene.StartAsync(days: 10);
        var first = await changing.CallAsync(Tool, ("start_date", "10d"), ("limit", 3));
        var told = first.Records().Select(line => line.At()).ToList();
        changing.World.World.Weigh(Worlds.Demo, 70m, date: told[0].AddHours(1));
        changing.World.World.Weigh(Worlds.Demo, 71m, date: told[^1].AddHours(1));
        changing.World.Clock().Advance(TimeSpan.FromMinutes(1));
        await changing.PullAsync();

        var rest = await changing.CallAsync(Tool, ("start_date", "10d"), ("cursor", first.Text("next_cursor")));

        Assert.Empty(told.Intersect(rest.Records().Select(line => line.At())));
        Assert.Equal(changing.Of(1).Select(one => one.At).Where(at => at > told[^1]), rest.Readings("weight_kg").Select(one => one.At));
    }

    [Fact]
    public async Task A_cursor_is_good_for_the_tool_that_gave_it()
    {
        var cursor = (await scene.CallAsync(Tool, ("start_date", "20d"), ("limit", 1))).Text("next_cursor");

        foreach (var foreign in new[] { cursor!, "junk", "é", "MSAyIDM", new string('A', 5_000) })
        {
            var error = await scene.ErrorAsync("withings_get_blood_pressure", ("start_date", "20d"), ("cursor", foreign));
            Assert.Equal("bad_argument", error.Code);
            Assert.Contains("cursor", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_cursor_is_good_for_the_question_that_it_continues()
    {
        const string measures = "withings_get_body_measures";
        var each = (await scene.CallAsync(measures, ("start_date", "20d"), ("limit", 1))).Text("next_cursor");
        var days = (await scene.CallAsync(measures, ("start_date", "20d"), ("limit", 1), ("resolution", "day"))).Text("next_cursor");
        var fives = (await scene.CallAsync("withings_get_intraday", ("start_date", "3d"), ("limit", 1), ("resolution", "5m"))).Text("next_cursor");

        ToolFailure[] errors =
        [
            await scene.ErrorAsync(measures, ("start_date", "20d"), ("cursor", each), ("resolution", "day")),
            await scene.ErrorAsync(measures, ("start_date", "20d"), ("cursor", days)),
            await scene.ErrorAsync(measures, ("start_date", "20d"), ("cursor", days), ("resolution", "week")),
            await scene.ErrorAsync(measures, ("start_date", "30d"), ("cursor", each)),
            await scene.ErrorAsync(measures, ("start_date", "20d"), ("end_date", "yesterday"), ("cursor", each)),
            await scene.ErrorAsync(measures, ("start_date", "20d"), ("types", "weight"), ("cursor", each)),
            await scene.ErrorAsync("withings_get_intraday", ("start_date", "3d"), ("cursor", fives), ("resolution", "15m")),
        ];

        Assert.All(errors, error => Assert.Equal("bad_argument", error.Code));
        Assert.All(errors, error => Assert.StartsWith("cursor", error.Message, StringComparison.Ordinal));
        Assert.All(errors, error => Assert.Contains("same", error.NextStep, StringComparison.Ordinal));
        Assert.Contains("resolution day", errors[1].Message, StringComparison.Ordinal);
        Assert.NotEmpty((await scene.CallAsync(measures, ("start_date", " 20d"), ("end_date", ""), ("cursor", each), ("resolution", "each"))).Records());
    }

    [Fact]
    public async Task A_long_answer_names_the_ways_to_a_shorter_one()
    {
        var longOne = await scene.CallAsync("withings_get_body_measures", ("start_date", "60d"), ("limit", 2000), ("raw", true));
        var shortOne = await scene.CallAsync("withings_get_body_measures", ("start_date", "60d"), ("limit", 100));

        Assert.True(longOne.GetRawText().Length > 100_000);
        Assert.Contains(longOne.Notes(), note => note.Contains("resolution week or month", StringComparison.Ordinal) && note.Contains("limit", StringComparison.Ordinal));
        Assert.True(shortOne.GetRawText().Length < 100_000);
        Assert.DoesNotContain(shortOne.Notes(), note => note.Contains("limit", StringComparison.Ordinal));
        foreach (var tool in (await scene.Client.ListToolsAsync()).Where(tool => tool.Name is "withings_get_activity" or "withings_get_measurements" or "withings_get_sleep_summary"))
        {
            Assert.Contains("a year", tool.JsonSchema.GetProperty("properties").GetProperty("resolution").Text("description")!, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(2001)]
    [InlineData(int.MaxValue)]
    public async Task A_limit_outside_of_its_bounds_is_refused(int limit) =>
        Assert.Contains("2000", (await scene.ErrorAsync(Tool, ("start_date", "20d"), ("limit", limit))).NextStep, StringComparison.Ordinal);

    [Theory]
    [InlineData("day")]
    [InlineData("week")]
    [InlineData("month")]
    public async Task Figures_of_periods_are_those_of_the_readings_in_them(string resolution)
    {
        var answer = await scene.CallAsync(Tool, ("start_date", "60d"), ("resolution", resolution));

        var expected = scene.Of(1).Where(one => one.Attribution != 1)
            .GroupBy(one => First(Truths.ParisDay(one.At), resolution), one => one.Value)
            .Select(period => (period.Key, period.Count(), Math.Round(period.Average(), 6), period.Min(), period.Max())).ToList();
        Assert.NotEmpty(expected);
        Assert.Equal(expected, answer.Periods().Where(period => period.GetProperty("figures").TryGetProperty("weight_kg", out _)).Select(period =>
        {
            var weight = period.GetProperty("figures").GetProperty("weight_kg");
            return (DateOnly.FromDateTime(period.GetProperty("first_day").GetDateTime()), weight.GetProperty("count").GetInt32(), weight.Number("mean")!.Value, weight.Number("min")!.Value, weight.Number("max")!.Value);
        }));
        Assert.False(answer.TryGetProperty("records", out _));
    }

    [Fact]
    public async Task The_access_log_holds_who_read_what_range()
    {
        var before = scene.Host.Notes.Count;

        var answer = await scene.CallAsync(Tool, ("start_date", "2026-06-01"), ("end_date", "2026-06-07"));

        var note = Assert.Single(scene.Host.Notes.Skip(before));
        Assert.Equal((Tool, answer.GetProperty("count").GetInt32()), (note.What, note.Count));
        Assert.Equal(answer.GetProperty("range").GetProperty("start").GetDateTimeOffset(), note.From);
        Assert.Equal(answer.GetProperty("range").GetProperty("end").GetDateTimeOffset(), note.To);
    }

    private static DateOnly First(DateOnly day, string resolution) => resolution switch
    {
        "week" => day.AddDays(-(((int)day.DayOfWeek + 6) % 7)),
        "month" => new(day.Year, day.Month, 1),
        _ => day,
    };
}
