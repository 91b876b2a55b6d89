using WithingsSync.Pipeline.Accounts;
using WithingsSync.Simulator.Bodies;
using Xunit;

namespace WithingsSync.SystemTests.Mcp;

/// <summary>Samples of days through the client, against what the simulated watch noticed.</summary>
public sealed class IntradayToolTests(ToolScene scene) : IClassFixture<ToolScene>
{
    [Fact]
    public async Task Every_sample_has_what_was_measured_then_and_nothing_else()
    {
        var answer = await scene.CallAsync("withings_get_intraday", ("start_date", "2026-06-13"), ("limit", 2000));

        Assert.Equal(
            Samples().Select(sample => (sample.At, (decimal?)sample.Steps, AnswerReading.Exact(sample.Distance), AnswerReading.Exact(sample.Calories), (decimal?)sample.HeartRate, (decimal?)sample.Oxygen, (decimal?)sample.Rmssd)),
            answer.Records().Select(line => (
                line.Moment("at").ToUnixTimeSeconds(), line.Number("steps"), line.Number("distance_m"), line.Number("active_kcal"), line.Number("heart_rate_bpm"), line.Number("spo2_percent"), line.Number("rmssd_ms"))));
        Assert.NotEmpty(answer.Records());
    }

    [Theory]
    [InlineData("minute", 60)]
    [InlineData("5m", 300)]
    [InlineData("15m", 900)]
    [InlineData("hour", 3600)]
    public async Task Samples_are_summed_up_by_minutes(string resolution, int seconds)
    {
        var answer = await scene.CallAsync("withings_get_intraday", ("start_date", "2026-06-13"), ("resolution", resolution), ("limit", 2000));

        var expected = Samples().GroupBy(sample => sample.At / seconds * seconds).OrderBy(group => group.Key).ToList();
        Assert.Equal(resolution, answer.Text("resolution"));
        Assert.Equal(
            expected.Select(group => (group.Key, (decimal?)group.Count(), group.Any(one => one.Steps is not null) ? (decimal?)group.Sum(one => one.Steps) : null, Mean(group), (decimal?)group.Max(one => one.HeartRate))),
            answer.Records().Select(line => (
                line.Moment("at").ToUnixTimeSeconds(), line.Number("sample_count"), line.Number("steps"), line.Number("heart_rate_bpm"), line.Number("heart_rate_max_bpm"))));
    }

    [Fact]
    public async Task A_day_has_the_mean_of_all_its_samples()
    {
        var answer = await scene.CallAsync("withings_get_intraday", ("start_date", "2026-06-13"), ("resolution", "day"));

        var day = Assert.Single(answer.Periods());
        Assert.Equal(Mean(Samples()), day.PeriodFigure("heart_rate_bpm"));
        Assert.Equal(Samples().Sum(sample => sample.Steps), day.PeriodFigure("steps", "total"));
    }

    [Fact]
    public async Task More_days_than_can_be_read_at_once_are_refused_with_advice()
    {
        var error = await scene.ErrorAsync("withings_get_intraday", ("start_date", "60d"), ("resolution", "day"));

        Assert.Equal("bad_date", error.Code);
        Assert.Contains("31 days at a time", error.NextStep, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_may_see_summaries_only_gets_days_and_no_hours()
    {
        await using var own = await ToolScene.StartAsync(days: 3);
        own.Limit(Privacy.Summaries);

        var days = await own.CallAsync("withings_get_intraday", ("start_date", "2026-06-14"));
        var refused = await own.ErrorAsync("withings_get_intraday", ("start_date", "2026-06-14"), ("resolution", "hour"));

        Assert.Equal("day", days.Text("resolution"));
        Assert.Equal("not_allowed", refused.Code);
    }

    private List<IntradaySample> Samples()
    {
        var (from, to) = (new DateTimeOffset(2026, 6, 12, 22, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds(), new DateTimeOffset(2026, 6, 13, 22, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds());
        return [.. scene.Truth.Intraday.Where(sample => sample.At >= from && sample.At < to).OrderBy(sample => sample.At)];
    }

    private static decimal? Mean(IEnumerable<IntradaySample> samples) => samples.Average(sample => (decimal?)sample.HeartRate) is { } mean ? Math.Round(mean, 6) : null;
}
