using System.Text.Json;
using WithingsSync.Simulator;
using WithingsSync.Simulator.Bodies;
using WithingsSync.SystemTests.Scene;
using Xunit;

namespace WithingsSync.SystemTests.Mcp;

/// <summary>The numbers in the resources against those of the simulated person, and against the tools' answers.</summary>
public sealed class ResourceFigureTests(ToolScene scene) : IClassFixture<ToolScene>
{
    /// <summary>Each section of a day with the tool whose lines it holds.</summary>
    private static readonly (string Section, string Tool)[] Sections =
    [
        ("measurements", "withings_get_measurements"), ("blood_pressure", "withings_get_blood_pressure"), ("temperature", "withings_get_temperature"), ("spo2", "withings_get_spo2"),
        ("activity", "withings_get_activity"), ("workouts", "withings_get_workouts"), ("sleep", "withings_get_sleep_summary"), ("heart", "withings_get_heart_list"),
    ];

    [Fact]
    public async Task The_catalogue_names_every_measure_that_the_person_has_with_its_unit()
    {
        var known = (await ReadAsync("withings://catalogue/measures")).GetProperty("measures").EnumerateArray().ToDictionary(one => one.GetProperty("type").GetInt32());

        Assert.Subset(known.Keys.ToHashSet(), scene.Truth.Groups.SelectMany(group => group.Measures).Select(measure => measure.Type).ToHashSet());
        Assert.All(known.Values, one => Assert.NotEmpty(one.Text("name")!));
        Assert.Equal(
            ["kg", "m", "mmHg", "mmHg", "bpm", "%", "°C", "m/s"],
            new[] { 1, 4, 9, 10, 11, 54, 71, 91 }.Select(type => known[type].Text("unit")));
    }

    [Fact]
    public async Task The_latest_readings_have_the_numbers_of_the_newest()
    {
        var document = await ReadAsync("withings://latest");
        var truth = scene.Truth;

        var pressure = scene.Of(10)[^1];
        Assert.Equal((pressure.At, pressure.Value), (document.GetProperty("blood_pressure").At(), document.GetProperty("blood_pressure").Number("systolic_mmhg")));
        var day = truth.Activities.MaxBy(one => one.Date)!;
        Assert.Equal(($"{day.Date:yyyy-MM-dd}", (decimal?)day.Steps), (document.GetProperty("activity").Text("date"), document.GetProperty("activity").Number("steps")));
        var night = truth.Nights.MaxBy(one => one.End)!;
        Assert.Equal(((decimal?)night.Score, (decimal?)night.Asleep), (document.GetProperty("sleep").Number("sleep_score"), document.GetProperty("sleep").Number("sleep_seconds")));
        var heart = truth.Hearts.MaxBy(one => one.Timestamp)!;
        Assert.Equal((heart.HeartRate, heart.SignalId), (document.GetProperty("heart").Number("heart_rate_bpm"), document.GetProperty("heart").GetProperty("ecg_signal_id").GetInt64()));
        foreach (var (section, tool) in Sections)
        {
            var lines = (await scene.CallAsync(tool, ("start_date", "60d"), ("limit", 2000))).Records();
            Assert.True(lines.Count > 0 == document.TryGetProperty(section, out var newest), $"{section} is there, and should not, or the other way round.");
            Assert.True(lines.Count == 0 || JsonElement.DeepEquals(lines[^1], newest), $"{section}: {newest} is not {lines[^1]}.");
        }
    }

    [Fact]
    public async Task The_latest_of_who_owns_a_scale_only_is_that_weighing_and_nothing_stands_for_what_there_is_not()
    {
        await using var own = await ToolScene.StartAsync(
            new SimulatorOptions { AutoConsent = true, RequestsPerMinute = null, RefuseRepeats = false, HistoryDays = 300, GeneratesReadings = false, Time = Worlds.Clock() },
            world =>
            {
                world.Weigh(Worlds.Demo, 81.25m, date: Worlds.Noon.AddDays(-250));
                world.Weigh(Worlds.Demo, 80.75m, date: Worlds.Noon.AddDays(-200));
            });

        var document = await ResourceReader.ReadAsync(own, "withings://latest");

        Assert.Equal((Worlds.Noon.AddDays(-200), 80.75m), (document.GetProperty("measurements").At(), document.GetProperty("measurements").Number("weight_kg")));
        Assert.Equal(["measurements"], Sections.Select(one => one.Section).Where(section => document.TryGetProperty(section, out _)));
        Assert.True(document.GetProperty("is_complete").GetBoolean());
    }

    [Theory]
    [InlineData("2026-06-10")]
    [InlineData("2026-06-14")]
    [InlineData("2026-06-15")]
    public async Task A_day_holds_the_lines_of_every_tool_that_reads_it(string day)
    {
        var document = await ReadAsync($"withings://day/{day}");

        Assert.Equal((day, "Europe/Paris", true), (document.Text("date"), document.Text("time_zone"), document.GetProperty("is_complete").GetBoolean()));
        foreach (var (section, tool) in Sections)
        {
            var lines = (await scene.CallAsync(tool, ("start_date", day), ("limit", 2000))).Records();
            var told = document.TryGetProperty(section, out var content) ? content.EnumerateArray().ToList() : [];
            Assert.True(lines.Count == told.Count && lines.Zip(told, JsonElement.DeepEquals).All(same => same), $"{section}: {content} is not what {tool} answers.");
        }

        var weighed = document.TryGetProperty("measurements", out var weighings) ? weighings.EnumerateArray().Select(line => line.Number("weight_kg")).OfType<decimal>() : [];
        Assert.Equal(scene.Of(1).Where(one => $"{Truths.ParisDay(one.At):yyyy-MM-dd}" == day).Select(one => one.Value), weighed);
        Assert.Equal(scene.Truth.Activities.Single(one => $"{one.Date:yyyy-MM-dd}" == day).Steps, document.GetProperty("activity")[0].Number("steps"));
    }

    [Fact]
    public async Task A_day_of_which_nothing_is_stored_says_so()
    {
        var document = await ReadAsync("withings://day/2020-02-29");

        Assert.Contains(document.Notes(), note => note.Contains("Nothing", StringComparison.Ordinal));
        Assert.DoesNotContain(Sections, one => document.TryGetProperty(one.Section, out _));
    }

    [Fact]
    public async Task A_night_has_its_figures_and_each_stretch_its_state_and_bounds()
    {
        var night = scene.Truth.Nights.OrderBy(one => one.End).Last();
        var nights = scene.Truth.Nights.Where(one => one.Date == night.Date).OrderBy(one => one.End).ToList();

        var document = await ReadAsync($"withings://night/{night.Date:yyyy-MM-dd}");

        string[] names = ["awake", "light", "deep", "rem"];
        Assert.Equal(
            nights.Select(one => ((decimal?)one.Score, (decimal?)one.Asleep, (decimal?)one.Seconds(2), (decimal?)scene.Truth.VitalsOf(one).HeartRateAverage)),
            document.GetProperty("nights").EnumerateArray().Select(line => (line.Number("sleep_score"), line.Number("sleep_seconds"), line.Number("deep_seconds"), line.Number("heart_rate_mean_bpm"))));
        Assert.Equal(
            nights.SelectMany(one => one.Segments).OrderBy(segment => segment.Start).Select(segment => (names[segment.State], segment.Start, segment.End)),
            document.GetProperty("stages").EnumerateArray().Select(stage => (stage.Text("state")!, stage.Moment("started_at").ToUnixTimeSeconds(), stage.Moment("ended_at").ToUnixTimeSeconds())));
    }

    public static TheoryData<string, Func<SleepSample, int>, bool> Curves => new()
    {
        { "heart_rate_bpm", sample => sample.HeartRate, true },
        { "respiratory_rate_per_minute", sample => sample.BreathRate, true },
        { "snoring_seconds", sample => sample.Snoring, false },
        { "sdnn_ms", sample => sample.Sdnn, true },
        { "rmssd_ms", sample => sample.Rmssd, true },
        { "movement_score", sample => sample.Movement, false },
    };

    [Theory]
    [MemberData(nameof(Curves), DisableDiscoveryEnumeration = true)]
    public async Task A_curve_has_every_sample_that_holds_a_value(string name, Func<SleepSample, int> of, bool zeroIsNone)
    {
        var night = scene.Truth.Nights.OrderBy(one => one.End).Last();

        var device = Assert.Single((await ReadAsync($"withings://night/{night.Date:yyyy-MM-dd}/curves")).GetProperty("devices").EnumerateArray());

        var expected = scene.Truth.Nights.Where(one => one.Date == night.Date).SelectMany(one => one.Segments.SelectMany(segment => scene.Truth.SamplesOf(one, segment)))
            .OrderBy(sample => sample.At).Where(sample => !zeroIsNone || of(sample) != 0).Select(sample => (sample.At, (long)of(sample))).ToList();
        var curve = device.GetProperty("curves").GetProperty(name);
        Assert.NotEmpty(expected);
        Assert.Equal(expected, curve.GetProperty("times").EnumerateArray().Zip(curve.GetProperty("values").EnumerateArray(), (at, value) => (at.GetInt64(), value.GetInt64())));
        Assert.NotEmpty(curve.Text("unit")!);
    }

    [Fact]
    public async Task A_signal_has_the_figures_of_its_samples_and_is_that_of_its_moment()
    {
        foreach (var heart in scene.Truth.Hearts)
        {
            var document = await ReadAsync($"withings://heart/{heart.Timestamp}/signal");

            var truth = Truth.SignalOf(heart);
            var ecg = Assert.Single(document.GetProperty("signals").EnumerateArray(), one => one.Text("kind") == "ecg");
            Assert.Equal(heart.Timestamp, document.Moment("recorded_at").ToUnixTimeSeconds());
            Assert.Equal(
                (truth.Count, heart.SamplesPerSecond, truth.Min(), truth.Max()),
                (ecg.Number("sample_count"), ecg.Number("samples_per_second"), ecg.Number("min_microvolts"), ecg.Number("max_microvolts")));
            Assert.Equal(truth, ecg.GetProperty("samples").EnumerateArray().Select(value => value.GetInt32()));
        }
    }

    [Fact]
    public async Task The_connection_counts_what_the_person_has()
    {
        var kinds = (await ReadAsync("withings://connection")).GetProperty("stored").EnumerateArray().ToDictionary(kind => kind.Text("kind")!);

        var truth = scene.Truth;
        Assert.Equal(
            [truth.Groups.Count, truth.Activities.Count, truth.Workouts.Select(one => one.Id).Distinct().Count(), truth.Nights.Count, truth.Hearts.Count],
            new[] { "measures", "activity", "workouts", "nights", "heart" }.Select(kind => kinds[kind].GetProperty("count").GetInt32()));
        Assert.Equal((truth.Groups.Min(group => group.Date), truth.Groups.Max(group => group.Date)), (kinds["measures"].Moment("first").ToUnixTimeSeconds(), kinds["measures"].Moment("last").ToUnixTimeSeconds()));
    }

    private Task<JsonElement> ReadAsync(string address) => ResourceReader.ReadAsync(scene, address);
}
