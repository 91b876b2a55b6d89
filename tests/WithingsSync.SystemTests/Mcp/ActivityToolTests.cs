using WithingsSync.Pipeline.Accounts;
using WithingsSync.Simulator.Bodies;
using Xunit;

namespace WithingsSync.SystemTests.Mcp;

/// <summary>Days through the client, against what the simulated person walked.</summary>
public sealed class ActivityToolTests(ToolScene scene) : IClassFixture<ToolScene>
{
    private static readonly (string, object?)[] LastMonth = [("start_date", "2026-05-16"), ("end_date", "2026-06-14")];

    [Fact]
    public async Task Every_day_has_its_totals_and_its_heart()
    {
        var answer = await scene.CallAsync("withings_get_activity", LastMonth);

        var expected = Days();
        Assert.Equal(30, expected.Count);
        Assert.Equal(expected.Select(Figures), answer.Records().Select(line => (
            line.Text("date"), line.Number("steps"), line.Number("distance_m"), line.Number("elevation_floors"), line.Number("active_kcal"), line.Number("total_kcal"), line.Number("active_seconds"),
            line.Number("heart_rate_mean_bpm"), line.Number("heart_rate_min_bpm"), line.Number("heart_rate_max_bpm"), line.Number("heart_rate_zone_intense_seconds"))));
        Assert.Equal("metres", answer.GetProperty("units").GetProperty("distance_m").GetString());
    }

    [Fact]
    public async Task A_week_has_the_total_and_the_mean_of_its_days()
    {
        var answer = await scene.CallAsync("withings_get_activity", [.. LastMonth, ("resolution", "week")]);

        var week = answer.Periods()[1];
        var days = Days().Where(day => day.Date >= new DateOnly(2026, 5, 18) && day.Date <= new DateOnly(2026, 5, 24)).ToList();
        Assert.Equal("2026-05-18", week.Text("first_day"));
        Assert.Equal(days.Sum(day => day.Steps), week.PeriodFigure("steps", "total"));
        Assert.Equal(Math.Round(days.Average(day => (decimal)day.Steps), 6), week.PeriodFigure("steps"));
        Assert.Equal(days.Max(day => day.HeartRateHighest), week.PeriodFigure("heart_rate_max_bpm", "max"));
        Assert.Null(week.PeriodFigure("heart_rate_max_bpm", "total"));
    }

    [Fact]
    public async Task A_single_day_is_that_day_and_no_neighbour()
    {
        var answer = await scene.CallAsync("withings_get_activity", ("start_date", "2026-06-10"));

        Assert.Equal("2026-06-10", Assert.Single(answer.Records()).Text("date"));
    }

    [Fact]
    public async Task Pages_tell_every_day_once()
    {
        var first = await scene.CallAsync("withings_get_activity", [.. LastMonth, ("limit", 20)]);
        var second = await scene.CallAsync("withings_get_activity", [.. LastMonth, ("limit", 20), ("cursor", first.Text("next_cursor"))]);

        Assert.True(first.GetProperty("has_more").GetBoolean());
        Assert.Equal(Days().Select(day => $"{day.Date:yyyy-MM-dd}"), first.Records().Concat(second.Records()).Select(line => line.Text("date")));
    }

    [Fact]
    public async Task Without_identifiers_no_device_is_named()
    {
        await using var own = await ToolScene.StartAsync(days: 3);
        own.Limit(Privacy.NoIdentifiers);

        var answer = await own.CallAsync("withings_get_activity", ("start_date", "3d"));

        Assert.All(answer.Records(), line => Assert.False(line.TryGetProperty("device", out _)));
    }

    private List<ActivityDay> Days() => [.. scene.Truth.Activities.Where(day => day.Date >= new DateOnly(2026, 5, 16) && day.Date <= new DateOnly(2026, 6, 14)).OrderBy(day => day.Date)];

    private static (string?, decimal?, decimal?, decimal?, decimal?, decimal?, decimal?, decimal?, decimal?, decimal?, decimal?) Figures(ActivityDay day) => (
        $"{day.Date:yyyy-MM-dd}", day.Steps, AnswerReading.Exact(day.Distance), day.Elevation, AnswerReading.Exact(day.Calories), AnswerReading.Exact(day.TotalCalories), day.Moderate + day.Intense,
        day.HeartRateAverage, day.HeartRateLowest, day.HeartRateHighest, day.HeartRateZones.Count > 2 ? day.HeartRateZones[2] : null);
}
