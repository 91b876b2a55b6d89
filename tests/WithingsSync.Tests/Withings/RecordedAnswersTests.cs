using System.Text.Json.Nodes;
using WithingsSync.Health;
using WithingsSync.Pipeline.Pulling;
using Xunit;

namespace WithingsSync.Tests.Withings;

/// <summary>What real devices sent goes in and comes out again, field for field.</summary>
public sealed class RecordedAnswersTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2021, 4, 18, 12, 0, 0, TimeSpan.Zero);
    private static readonly PullQuery Measures = new PullQuery.ChangedSince(Feed.Measures, 0);

    private readonly TestLine _line = new();

    public void Dispose() => _line.Dispose();

    [Theory]
    [InlineData("measurement.json", 2)]
    [InlineData("measurement_list.json", 2062)]
    [InlineData("measurement_list_2.json", 34)]
    [InlineData("measurement_positions.json", 2)]
    public async Task Every_measure_group_comes_back_field_for_field(string file, int count)
    {
        var envelope = RecordedAnswers.Envelope(file);
        var groups = await _line.ReadAsync<MeasureGroup>(envelope.ToJsonString(), Measures);

        // A group without a zone was given the person's, which the body names.
        var zone = (string?)envelope["body"]!["timezone"];
        Assert.Equal(count, groups.Count);
        Assert.All(groups, group => Assert.Equal(zone, group.TimeZone));
        AssertSame(envelope["body"]!["measuregrps"]!.AsArray(), groups.Select(group => Rebuilt.From(group with { TimeZone = null })));
    }

    [Fact]
    public async Task Texts_that_repeat_are_held_once()
    {
        var groups = await _line.ReadAsync<MeasureGroup>(RecordedAnswers.Envelope("measurement_list.json").ToJsonString(), Measures);

        var strings = groups.SelectMany(group => new[] { group.DeviceId, group.Model }.Concat(group.Measures.Select(measure => measure.Extra))).OfType<string>().ToList();
        Assert.Equal(strings.Distinct(StringComparer.Ordinal).Count(), strings.Distinct(ReferenceEqualityComparer.Instance).Count());
    }

    [Fact]
    public Task Every_day_comes_back_field_for_field() => CheckAsync<ActivityDay>("activity.json", "activities", new PullQuery.ChangedSince(Feed.Activity, 0), Rebuilt.From);

    [Fact]
    public Task Every_workout_comes_back_field_for_field() => CheckAsync<Workout>("workouts.json", "series", new PullQuery.ChangedSince(Feed.Workouts, 0), Rebuilt.From);

    [Theory]
    [InlineData("device.json")]
    [InlineData("new_device.json")]
    public Task Every_device_comes_back_field_for_field(string file) => CheckAsync<Device>(file, "devices", new PullQuery.Whole(Feed.Devices), Rebuilt.From);

    [Theory]
    [InlineData("sleep_summary.json")]
    [InlineData("sleep_summary_no_datafields.json")]
    public async Task Every_night_comes_back_field_for_field(string file)
    {
        var envelope = RecordedAnswers.Envelope(file);

        // Recorded as the first of several pages; the others were not.
        envelope["body"]!["more"] = false;
        await CheckAsync<SleepNight>(envelope, "series", new PullQuery.ChangedSince(Feed.Nights, 0), Rebuilt.From, rows => rows);
    }

    [Theory]
    [InlineData("sleep.json")]
    [InlineData("sleep_no_datafields.json")]
    public Task Every_stretch_of_sleep_comes_back_field_for_field(string file) => CheckAsync<SleepSegment>(
        RecordedAnswers.Envelope(file), "series", new PullQuery.Between(Feed.Sleep, Noon, Noon.AddHours(24)), Rebuilt.From, rows => rows.OrderBy(row => (long)row!["startdate"]!));

    [Theory]
    [InlineData("goals.json")]
    [InlineData("goals_1.json")]
    [InlineData("goals_2.json")]
    [InlineData("no_goals.json")]
    public async Task Goals_come_back_field_for_field(string file)
    {
        var envelope = RecordedAnswers.Envelope(file);

        var goals = Assert.Single(await _line.ReadAsync<Goals>(envelope.ToJsonString(), new PullQuery.Whole(Feed.Goals)));

        RecordedAnswers.AssertSame(envelope["body"]!["goals"], Rebuilt.From(goals));
    }

    private Task CheckAsync<T>(string file, string list, PullQuery query, Func<T, JsonObject> rebuild) where T : HealthRecord =>
        CheckAsync(RecordedAnswers.Envelope(file), list, query, rebuild, rows => rows);

    private async Task CheckAsync<T>(JsonObject envelope, string list, PullQuery query, Func<T, JsonObject> rebuild, Func<IEnumerable<JsonNode?>, IEnumerable<JsonNode?>> order) where T : HealthRecord
    {
        var records = await _line.ReadAsync<T>(envelope.ToJsonString(), query);

        AssertSame(order(envelope["body"]![list]!.AsArray()), records.Select(rebuild));
    }

    private static void AssertSame(IEnumerable<JsonNode?> recorded, IEnumerable<JsonObject> rebuilt)
    {
        var (expected, actual) = (recorded.ToList(), rebuilt.ToList());
        Assert.Equal(expected.Count, actual.Count);
        Assert.All(expected.Zip(actual), pair => RecordedAnswers.AssertSame(pair.First, pair.Second));
    }
}
