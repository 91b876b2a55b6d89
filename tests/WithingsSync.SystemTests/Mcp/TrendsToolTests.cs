using WithingsSync.SystemTests.Scene;
using Xunit;

namespace WithingsSync.SystemTests.Mcp;

/// <summary>Two spans of the simulated body, reckoned here once more.</summary>
public sealed class TrendsToolTests(ToolScene scene) : IClassFixture<ToolScene>
{
    private const string Tool = "withings_trends";

    [Theory]
    [InlineData("weight", "weight_kg", 1)]
    [InlineData("blood_pressure", "systolic_mmhg", 10)]
    [InlineData("spo2", "oxygen_saturation_percent", 54)]
    public async Task A_span_is_compared_with_the_one_just_before(string kind, string name, int type)
    {
        var answer = await scene.CallAsync(Tool, ("kind", kind), ("start_date", "15d"));

        var (now, before) = (Points(type, new(2026, 6, 1), new(2026, 6, 15)), Points(type, new(2026, 5, 17), new(2026, 5, 31)));
        Assert.True(now.Count > 2 && before.Count > 2);
        var compared = answer.GetProperty("compared_range");
        Assert.Equal(("2026-05-17", "2026-05-31"), (compared.Text("first_day"), compared.Text("last_day")));
        var figure = answer.GetProperty("figures").GetProperty(name);
        foreach (var (span, points) in new[] { ("current", now), ("compared", before) })
        {
            Assert.Equal(
                ((decimal?)points.Count, Mean(points), points.Min(point => point.Value), points.Max(point => point.Value)),
                (figure.GetProperty(span).Number("count"), figure.GetProperty(span).Number("mean"), figure.GetProperty(span).Number("min"), figure.GetProperty(span).Number("max")));
        }

        Assert.Equal(Mean(now) - Mean(before), figure.Number("change"));
        Assert.Equal(Math.Round((Mean(now) - Mean(before)) / Mean(before) * 100, 4), figure.Number("change_percent"));
        Assert.Equal((double)Slope(now), (double)figure.Number("slope_per_day")!.Value, 5);
    }

    [Fact]
    public async Task Any_two_spans_can_be_compared_and_an_overlap_is_said()
    {
        var apart = await scene.CallAsync(Tool, ("kind", "weight"), ("start_date", "2026-06"), ("compare_start_date", "2026-05-10"), ("compare_end_date", "2026-05-12"));
        var overlapping = await scene.CallAsync(Tool, ("kind", "weight"), ("start_date", "7d"), ("compare_start_date", "14d"));

        Assert.Equal(Points(1, new(2026, 5, 10), new(2026, 5, 12)).Count, apart.GetProperty("figures").GetProperty("weight_kg").GetProperty("compared").GetProperty("count").GetInt32());
        Assert.DoesNotContain(apart.Notes(), note => note.Contains("overlap", StringComparison.Ordinal));
        Assert.Contains(overlapping.Notes(), note => note.Contains("overlap", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Where_one_span_is_empty_there_is_no_change_and_it_is_said()
    {
        var answer = await scene.CallAsync(Tool, ("kind", "weight"), ("start_date", "7d"), ("compare_start_date", "2020-01"));

        var figure = answer.GetProperty("figures").GetProperty("weight_kg");
        Assert.Equal((null, null), (figure.Number("change"), figure.Number("change_percent")));
        Assert.False(figure.TryGetProperty("compared", out _));
        Assert.Equal(0, answer.GetProperty("compared_count").GetInt32());
        Assert.Contains("There is nothing in the period to compare with.", answer.Notes());
    }

    [Fact]
    public async Task One_day_has_no_slope()
    {
        var day = Truths.ParisDay(scene.Of(1)[^1].At);

        var answer = await scene.CallAsync(Tool, ("kind", "weight"), ("start_date", day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)));

        Assert.Null(answer.GetProperty("figures").GetProperty("weight_kg").Number("slope_per_day"));
    }

    [Fact]
    public async Task A_guest_on_the_scale_moves_no_trend()
    {
        await using var special = await ToolScene.StartAsync(days: 10, world => world.Weigh(Worlds.Demo, 20m, date: Worlds.Noon.AddHours(-30), attribution: 1));

        var answer = await special.CallAsync(Tool, ("kind", "weight"), ("start_date", "3d"));

        Assert.NotEqual(20m, answer.GetProperty("figures").GetProperty("weight_kg").GetProperty("current").Number("min"));
        Assert.Contains(answer.Notes(), note => note.Contains("another person", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Half_of_a_compared_span_and_a_bad_one_are_refused_by_name()
    {
        var half = await scene.ErrorAsync(Tool, ("kind", "weight"), ("start_date", "7d"), ("compare_end_date", "2026-05-01"));
        var bad = await scene.ErrorAsync(Tool, ("kind", "weight"), ("start_date", "7d"), ("compare_start_date", "2026-02-30"));

        Assert.Contains("compare_start_date", half.Message, StringComparison.Ordinal);
        Assert.Equal("bad_date", bad.Code);
        Assert.Contains("compare_start_date", bad.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_today_is_among_the_days_of_a_total_it_is_said_and_yesterday_is_the_way_out()
    {
        await using var alone = await ToolScene.StartAsync(days: 20);

        var today = await alone.CallAsync(Tool, ("kind", "activity"), ("start_date", "7d"));
        var compared = await alone.CallAsync(Tool, ("kind", "activity"), ("start_date", "yesterday"), ("compare_start_date", "today"));
        var whole = await alone.CallAsync(Tool, ("kind", "activity"), ("start_date", "2026-06-08"), ("end_date", "yesterday"));
        var weight = await alone.CallAsync(Tool, ("kind", "weight"), ("start_date", "7d"));

        Assert.Contains(today.Notes(), IsOfToday);
        Assert.Contains(compared.Notes(), IsOfToday);
        Assert.DoesNotContain(whole.Notes(), IsOfToday);
        Assert.DoesNotContain(weight.Notes(), IsOfToday);
    }

    private static bool IsOfToday(string note) => note.Contains("Today is not over", StringComparison.Ordinal) && note.Contains("yesterday", StringComparison.Ordinal);

    private List<(DateTimeOffset At, decimal Value)> Points(int type, DateOnly first, DateOnly last) =>
        [.. scene.Of(type).Where(one => one.Attribution != 1 && Truths.ParisDay(one.At) >= first && Truths.ParisDay(one.At) <= last).Select(one => (one.At, one.Value))];

    private static decimal Mean(List<(DateTimeOffset At, decimal Value)> points) => Math.Round(points.Average(point => point.Value), 6);

    /// <summary>By the sums of the textbook, in decimals.</summary>
    private static decimal Slope(List<(DateTimeOffset At, decimal Value)> points)
    {
        var pairs = points.Select(point => (X: (decimal)(point.At - points[0].At).TotalSeconds / 86_400, Y: point.Value)).ToList();
        var (n, x, y) = (pairs.Count, pairs.Sum(pair => pair.X), pairs.Sum(pair => pair.Y));
        return ((n * pairs.Sum(pair => pair.X * pair.Y)) - (x * y)) / ((n * pairs.Sum(pair => pair.X * pair.X)) - (x * x));
    }
}
