using ModelContextProtocol.Protocol;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Simulator.Bodies;
using Xunit;

namespace WithingsSync.SystemTests.Mcp;

/// <summary>Nights through the client, against how the simulated person slept.</summary>
public sealed class SleepToolTests(ToolScene scene) : IClassFixture<ToolScene>
{
    [Fact]
    public async Task Every_night_has_its_score_its_stages_and_its_vitals()
    {
        var answer = await scene.CallAsync("withings_get_sleep_summary", ("start_date", "60d"));

        var expected = scene.Truth.Nights.OrderBy(night => night.End).ToList();
        Assert.NotEmpty(expected);
        Assert.Equal(
            expected.Select(night => (scene.Truth.VitalsOf(night), night)).Select(one => (
                $"{one.night.Date:yyyy-MM-dd}", DateTimeOffset.FromUnixTimeSeconds(one.night.Start), DateTimeOffset.FromUnixTimeSeconds(one.night.End), (decimal?)one.night.Score,
                (decimal?)one.night.Asleep, (decimal?)one.night.Seconds(1), (decimal?)one.night.Seconds(2), (decimal?)one.night.Seconds(3), (decimal?)one.night.Seconds(0))),
            answer.Records().Select(line => (
                line.Text("date")!, line.Moment("started_at"), line.Moment("ended_at"), line.Number("sleep_score"),
                line.Number("sleep_seconds"), line.Number("light_seconds"), line.Number("deep_seconds"), line.Number("rem_seconds"), line.Number("wake_seconds"))));
        Assert.Equal(
            expected.Select(scene.Truth.VitalsOf).Select(one => ((decimal?)one.HeartRateAverage, (decimal?)one.HeartRateLowest, (decimal?)one.BreathRateAverage, (decimal?)one.RmssdAtStart, (decimal?)one.SnoringSeconds)),
            answer.Records().Select(line => (
                line.Number("heart_rate_mean_bpm"), line.Number("heart_rate_min_bpm"), line.Number("respiratory_rate_mean_per_minute"), line.Number("rmssd_start_ms"), line.Number("snoring_seconds"))));
    }

    [Fact]
    public async Task An_apnea_index_of_minus_one_is_absent_and_a_note_says_so()
    {
        var answer = await scene.CallAsync("withings_get_sleep_summary", ("start_date", "60d"));

        var without = scene.Truth.Nights.Count(night => night.ApneaIndex < 0);
        Assert.True(without > 0);
        Assert.Equal(without, answer.Records().Count(line => line.Number("apnea_hypopnea_events_per_hour") is null));
        Assert.All(answer.Records(), line => Assert.False(line.Number("apnea_hypopnea_events_per_hour") < 0 || line.Number("breathing_disturbances_intensity") < 0));
        Assert.Contains(answer.Notes(), note => note.Contains($"not available for {without} of", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_night_belongs_to_the_day_on_which_it_ends_and_its_events_are_in_order()
    {
        var night = Nights()[^1];

        var answer = await scene.CallAsync("withings_get_sleep_summary", ("start_date", $"{night.Date:yyyy-MM-dd}"));

        var line = Assert.Single(answer.Records(), one => one.Moment("ended_at").ToUnixTimeSeconds() == night.End);
        var events = line.GetProperty("events").EnumerateArray().ToList();
        Assert.Equal("got_in_bed", events[0].Text("event"));
        Assert.Equal(night.Start, events[0].Moment("at").ToUnixTimeSeconds());
        Assert.Equal(events.Select(one => one.Moment("at")).Order(), events.Select(one => one.Moment("at")));
        Assert.False(line.GetProperty("other").TryGetProperty("night_events", out _));
        Assert.Equal(night.ApneaIndex, line.GetProperty("other").GetProperty("withings_index").GetDecimal());
    }

    [Fact]
    public async Task A_nights_stages_have_the_mean_of_their_samples_and_the_whole_curves_are_behind_a_link()
    {
        var night = Nights()[^1];
        var day = $"{night.Date:yyyy-MM-dd}";

        var answer = await scene.CallAsync("withings_get_sleep", ("start_date", day));
        var links = (await scene.ResultAsync("withings_get_sleep", ("start_date", day))).Content.OfType<ResourceLinkBlock>().Select(link => link.Uri);

        string[] names = ["awake", "light", "deep", "rem"];
        var expected = scene.Truth.Nights.Where(one => one.Date == night.Date).SelectMany(one => one.Segments.Select(segment => (one, segment))).OrderBy(one => one.segment.Start).ToList();
        Assert.Equal("segment", answer.Text("resolution"));
        Assert.Equal(
            expected.Select(one => (one.segment.Start, one.segment.End, names[one.segment.State], Mean(scene.Truth.SamplesOf(one.one, one.segment)))),
            answer.Records().Select(line => (
                line.Moment("started_at").ToUnixTimeSeconds(), line.Moment("ended_at").ToUnixTimeSeconds(), line.Text("state")!, line.GetProperty("curves").GetProperty("heart_rate_bpm").GetProperty("mean").GetDecimal())));
        Assert.Equal([$"withings://night/{day}/curves"], links);
    }

    [Fact]
    public async Task A_whole_night_is_summed_up_from_its_minutes()
    {
        var night = Nights()[^1];

        var answer = await scene.CallAsync("withings_get_sleep", ("start_date", $"{night.Date:yyyy-MM-dd}"), ("resolution", "night"));

        var samples = scene.Truth.Nights.Where(one => one.Date == night.Date).SelectMany(one => one.Segments.SelectMany(segment => scene.Truth.SamplesOf(one, segment))).ToList();
        var period = Assert.Single(answer.Periods());
        Assert.Equal(Math.Round(samples.Average(sample => (decimal)sample.HeartRate), 6), period.PeriodFigure("heart_rate_bpm"));
        Assert.Equal(samples.Where(sample => sample.Rmssd > 0).Min(sample => sample.Rmssd), period.PeriodFigure("rmssd_ms", "min"));
        Assert.Equal(scene.Truth.Nights.Where(one => one.Date == night.Date).Sum(one => one.Seconds(2)), period.PeriodFigure("deep_seconds", "total"));
    }

    [Fact]
    public async Task More_nights_than_can_be_read_at_once_are_refused_with_advice()
    {
        var error = await scene.ErrorAsync("withings_get_sleep", ("start_date", "60d"));

        Assert.Equal("bad_date", error.Code);
        Assert.Contains("31", error.NextStep, StringComparison.Ordinal);
        Assert.Contains("withings_get_sleep_summary", error.NextStep, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_may_see_summaries_only_gets_nights_and_no_stretch_of_one()
    {
        await using var own = await ToolScene.StartAsync(days: 4);
        own.Limit(Privacy.Summaries);

        var nights = await own.CallAsync("withings_get_sleep", ("start_date", "4d"));
        var refused = await own.ErrorAsync("withings_get_sleep", ("start_date", "4d"), ("resolution", "segment"));

        Assert.False(nights.TryGetProperty("records", out _));
        Assert.NotEmpty(nights.Periods());
        Assert.Equal("not_allowed", refused.Code);
    }

    private List<Night> Nights() => [.. scene.Truth.Nights.OrderBy(night => night.End)];

    private static decimal Mean(IReadOnlyList<SleepSample> samples) => Math.Round(samples.Average(sample => (decimal)sample.HeartRate), 6);
}
