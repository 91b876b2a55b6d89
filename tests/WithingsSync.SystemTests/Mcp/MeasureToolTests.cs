using WithingsSync.Simulator.Bodies;
using WithingsSync.SystemTests.Scene;
using Xunit;

namespace WithingsSync.SystemTests.Mcp;

/// <summary>Temperature, oxygen and heart rate variability through the client.</summary>
public sealed class MeasureToolTests(ToolScene scene) : IClassFixture<ToolScene>
{
    [Fact]
    public async Task Each_temperature_stands_under_the_name_of_what_was_measured()
    {
        var (fever, skin) = (new DateTimeOffset(2026, 6, 14, 20, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 6, 15, 3, 0, 0, TimeSpan.Zero));
        await using var ill = await ToolScene.StartAsync(days: 3, world =>
        {
            world.AddGroup(Worlds.Demo, [new Measure(12, 38_412, -3), new Measure(71, 38_400, -3), new Measure(73, 35_900, -3)], fever);
            world.AddGroup(Worlds.Demo, [new Measure(73, 341, -1)], skin);
        });

        var answer = await ill.CallAsync("withings_get_temperature", ("start_date", "7d"));

        foreach (var (type, name) in ((int, string)[])[(12, "temperature_celsius"), (71, "body_temperature_celsius"), (73, "skin_temperature_celsius")])
        {
            Assert.Equal(ill.Of(type).Select(one => (one.At, one.Value)), answer.Readings(name));
        }

        Assert.Contains((fever, 38.412m), answer.Readings("temperature_celsius"));
        Assert.Contains((skin, 34.1m), answer.Readings("skin_temperature_celsius"));
    }

    [Fact]
    public async Task Oxygen_comes_in_percent_and_says_where_the_watchs_own_readings_are()
    {
        var answer = await scene.CallAsync("withings_get_spo2", ("start_date", "60d"));

        Assert.NotEmpty(scene.Of(54));
        Assert.Equal(scene.Of(54).Select(one => (one.At, one.Value, one.Device)), answer.Records().Select(line => (line.At(), line.Number("oxygen_saturation_percent")!.Value, line.Text("device"))));
        Assert.Contains(answer.Notes(), note => note.Contains("spo2_percent", StringComparison.Ordinal) && note.Contains("withings_get_intraday", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Variability_comes_from_the_nights_minutes()
    {
        var answer = await scene.CallAsync("withings_get_hrv", ("start_date", "60d"));

        var truth = scene.Truth;
        var expected = truth.Nights.OrderBy(night => night.End).Select(night =>
        {
            var samples = night.Segments.SelectMany(segment => truth.SamplesOf(night, segment)).Where(sample => sample.Rmssd > 0).ToList();
            var vitals = truth.VitalsOf(night);
            return (
                Truths.At(night.End), night.Date, Mean(samples.Select(sample => sample.Rmssd)), Mean(samples.Select(sample => sample.Sdnn)), samples.Count,
                (decimal)vitals.RmssdAtStart, (decimal)vitals.RmssdAtEnd);
        }).ToList();
        Assert.NotEmpty(expected);
        Assert.Equal(expected, answer.Records().Where(line => line.Text("source") == "sleep").Select(line => (
            line.At(), DateOnly.Parse(line.Text("date")!, System.Globalization.CultureInfo.InvariantCulture), line.Number("rmssd_ms")!.Value, line.Number("sdnn_ms")!.Value, line.GetProperty("minutes").GetInt32(),
            line.Number("rmssd_start_ms")!.Value, line.Number("rmssd_end_ms")!.Value)));
    }

    [Fact]
    public async Task The_QRS_interval_keeps_its_true_name()
    {
        var answer = await scene.CallAsync("withings_get_hrv", ("start_date", "60d"));

        var expected = scene.Of(135).Select(one => (one.At, one.Value)).ToList();
        Assert.NotEmpty(expected);
        Assert.Equal(expected, answer.Readings("qrs_interval_ms"));
        Assert.All(answer.Records().Where(line => line.Text("source") == "ecg"), line => Assert.Null(line.Number("rmssd_ms")));
        Assert.Contains(answer.Notes(), note => note.Contains("135", StringComparison.Ordinal) && note.Contains("QRS", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_nights_variability_belongs_to_the_day_on_which_it_ends()
    {
        var night = scene.Truth.Nights[^1];

        var answer = await scene.CallAsync("withings_get_hrv", ("start_date", night.Date.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)));

        Assert.Contains(answer.Records(), line => line.At() == Truths.At(night.End));
        Assert.All(answer.Records(), line => Assert.Equal(night.Date, DateOnly.FromDateTime(line.GetProperty("date").GetDateTime())));
    }

    private static decimal Mean(IEnumerable<int> values) => Math.Round(values.Average(value => (decimal)value), 4);
}
