using System.Globalization;
using System.Text.Json;
using Xunit;

namespace WithingsSync.SystemTests.Simulator;

/// <summary>Activity, workouts and sleep, and how the totals follow from the details: sections 5 and 6 of the reference.</summary>
public sealed class DaysAndNightsTests
{
    private const string ActivityFields = "steps,distance,elevation,soft,moderate,intense,active,calories,totalcalories,hr_average,hr_min,hr_max,hr_zone_0,hr_zone_1,hr_zone_2,hr_zone_3";
    private const string IntradayFields = "steps,elevation,calories,distance,stroke,pool_lap,duration,heart_rate,spo2_auto,rmssd,sdnn1,hrv_quality,core_body_temperature,rr";
    private const string SleepFields = "hr,rr,snoring,sdnn_1,rmssd,hrv_quality,mvt_score";
    private const string SummaryFields =
        "wakeupduration,wakeupcount,remsleepduration,lightsleepduration,deepsleepduration,total_timeinbed,total_sleep_time,sleep_efficiency,sleep_latency,wakeup_latency,waso,nb_rem_episodes,"
        + "out_of_bed_count,hr_average,hr_min,hr_max,rr_average,snoring,sleep_score,apnea_hypopnea_index,breathing_disturbances_intensity,night_events";

    private static readonly TimeZoneInfo Paris = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");

    [Theory]
    [InlineData(3)]
    [InlineData(1000)]
    public async Task All_pages_of_days_workouts_and_nights_are_the_truth(int page)
    {
        await using var service = await SimulatedService.ConnectedAsync(page: page, days: 60);
        var truth = service.Host.World.TruthOf("demo");

        var days = await service.AllPagesAsync("v2/measure", "getactivity", "activities", ("lastupdate", "0"), ("data_fields", ActivityFields));
        var workouts = await service.AllPagesAsync("v2/measure", "getworkouts", "series", ("startdateymd", "2020-01-01"), ("enddateymd", "2030-01-01"), ("data_fields", "calories,steps"));
        var nights = await service.AllPagesAsync("v2/sleep", "getsummary", "series", ("lastupdate", "0"));

        Assert.Equal(truth.Activities.Select(a => (Day(a.Date), a.Steps, a.Modified)), days.Select(d => (d.GetProperty("date").GetString()!, d.GetProperty("steps").GetInt32(), d.GetProperty("modified").GetInt64())));
        Assert.Equal(truth.Workouts.Select(w => (w.Id, w.Category, w.Modified)), workouts.DistinctBy(w => w.GetProperty("id").GetInt64()).Select(w => (w.GetProperty("id").GetInt64(), w.GetProperty("category").GetInt32(), w.GetProperty("modified").GetInt64())));
        Assert.Equal(truth.Nights.Select(n => (n.Id, n.Modified, n.Asleep)), nights.Select(n => (n.GetProperty("id").GetInt64(), n.GetProperty("modified").GetInt64(), n.GetProperty("data").GetProperty("total_sleep_time").GetInt64())));
        Assert.True(truth.Activities.Count == 61 && truth.Workouts.Count > 10 && truth.Nights.Count > 50);
    }

    [Fact]
    public async Task A_days_totals_are_the_sums_of_its_samples()
    {
        await using var service = await SimulatedService.ConnectedAsync(days: 10);
        var days = await service.AllPagesAsync("v2/measure", "getactivity", "activities", ("startdateymd", "2026-11-12"), ("enddateymd", "2026-11-20"), ("data_fields", ActivityFields));

        foreach (var day in days.Where(d => d.GetProperty("is_tracker").GetBoolean()))
        {
            var start = Midnight(DateOnly.ParseExact(day.GetProperty("date").GetString()!, "yyyy-MM-dd", CultureInfo.InvariantCulture));
            var series = (await service.BodyAsync("v2/measure", "getintradayactivity", ("startdate", $"{start}"), ("enddate", $"{start + 86_399}"), ("data_fields", IntradayFields))).GetProperty("series");
            var samples = series.EnumerateObject().Select(s => s.Value).ToList();

            Assert.Equal(samples.Sum(s => Number(s, "steps") ?? 0), day.GetProperty("steps").GetDouble());
            Assert.Equal(samples.Sum(s => Number(s, "distance") ?? 0), day.GetProperty("distance").GetDouble(), tolerance: 0.001);
            Assert.Equal(samples.Sum(s => Number(s, "calories") ?? 0), day.GetProperty("calories").GetDouble(), tolerance: 0.001);
            Assert.Equal(samples.Max(s => Number(s, "heart_rate")), day.GetProperty("hr_max").GetDouble());
            Assert.Equal(day.GetProperty("active").GetInt32(), day.GetProperty("moderate").GetInt32() + day.GetProperty("intense").GetInt32());
            Assert.InRange(day.GetProperty("totalcalories").GetDouble(), 1_200, 4_500);
        }
    }

    [Fact]
    public async Task Intraday_is_cut_at_24_hours_and_without_data_fields_holds_no_metric()
    {
        await using var service = await SimulatedService.ConnectedAsync(days: 10);
        var start = Midnight(new(2026, 11, 16));

        var week = (await service.BodyAsync("v2/measure", "getintradayactivity", ("startdate", $"{start}"), ("enddate", $"{start + (7 * 86_400)}"), ("data_fields", IntradayFields))).GetProperty("series");
        var recent = (await service.BodyAsync("v2/measure", "getintradayactivity", ("data_fields", "steps"))).GetProperty("series");
        var bare = (await service.BodyAsync("v2/measure", "getintradayactivity")).GetProperty("series");
        var future = (await service.BodyAsync("v2/measure", "getintradayactivity", ("startdate", $"{service.Now}"))).GetProperty("series");

        Assert.All(week.EnumerateObject(), s => Assert.InRange(long.Parse(s.Name, CultureInfo.InvariantCulture), start, start + 86_400));
        Assert.All(recent.EnumerateObject(), s => Assert.InRange(long.Parse(s.Name, CultureInfo.InvariantCulture), service.Now - 86_400, service.Now));
        Assert.All(bare.EnumerateObject(), s => Assert.Equal(["model", "model_id", "deviceid"], s.Value.EnumerateObject().Select(p => p.Name)));
        Assert.Empty(future.EnumerateObject());
        Assert.Contains(week.EnumerateObject(), s => s.Value.TryGetProperty("sdnn1", out _));
    }

    [Fact]
    public async Task Today_grows_and_its_modified_with_it()
    {
        await using var service = await SimulatedService.ConnectedAsync(days: 5);
        (string, string)[] today = [("startdateymd", "2026-11-20"), ("enddateymd", "2026-11-20")];
        service.Clock.Turn(TimeSpan.FromHours(-7));
        var morning = Assert.Single(await service.AllPagesAsync("v2/measure", "getactivity", "activities", today));
        service.Clock.Turn(TimeSpan.FromHours(7));

        var evening = Assert.Single(await service.AllPagesAsync("v2/measure", "getactivity", "activities", today));

        Assert.True(evening.GetProperty("steps").GetInt32() > morning.GetProperty("steps").GetInt32());
        Assert.True(evening.GetProperty("modified").GetInt64() > morning.GetProperty("modified").GetInt64());
    }

    [Fact]
    public async Task A_year_holds_phone_days_duplicate_and_bare_workouts_naps_sentinels_and_revisions()
    {
        await using var service = await SimulatedService.ConnectedAsync(days: 365, page: 300);
        var days = await service.AllPagesAsync("v2/measure", "getactivity", "activities", ("lastupdate", "0"), ("data_fields", ActivityFields));
        var workouts = await service.AllPagesAsync("v2/measure", "getworkouts", "series", ("lastupdate", "0"), ("data_fields", "calories,steps,spo2_average,manual_intensity"));
        var nights = await service.AllPagesAsync("v2/sleep", "getsummary", "series", ("lastupdate", "0"), ("data_fields", SummaryFields));

        Assert.Contains(days, d => d.GetProperty("deviceid").ValueKind == JsonValueKind.Null && d.GetProperty("brand").GetInt32() == 18 && !d.TryGetProperty("hr_average", out _));
        Assert.True(workouts.Count > workouts.DistinctBy(w => w.GetProperty("id").GetInt64()).Count());
        Assert.Contains(workouts, w => w.GetProperty("data").EnumerateObject().Select(p => p.Name).SequenceEqual(["algo_pause_duration"]));
        Assert.Contains(workouts, w => w.GetProperty("attrib").GetInt32() == 7);
        Assert.Contains(nights.GroupBy(n => n.GetProperty("date").GetString()), g => g.Count() > 1);
        Assert.Contains(nights, n => n.GetProperty("data").GetProperty("apnea_hypopnea_index").GetInt32() == -1);
        Assert.Contains(nights, n => n.GetProperty("modified").GetInt64() > n.GetProperty("created").GetInt64() + 86_400);
        Assert.Contains(nights, n => n.GetProperty("created").GetInt64() > n.GetProperty("modified").GetInt64());
        Assert.Contains(nights, n => n.GetProperty("model").GetInt32() == 16);
        var modified = nights.Select(n => n.GetProperty("modified").GetInt64()).ToList();
        Assert.Equal(modified.Order(), modified);
    }

    [Fact]
    public async Task A_nights_summary_follows_from_its_segments()
    {
        await using var service = await SimulatedService.ConnectedAsync(days: 30);
        var nights = await service.AllPagesAsync("v2/sleep", "getsummary", "series", ("lastupdate", "0"), ("data_fields", SummaryFields));

        foreach (var night in nights)
        {
            var (start, end, data) = (night.GetProperty("startdate").GetInt64(), night.GetProperty("enddate").GetInt64(), night.GetProperty("data"));
            var segments = (await service.BodyAsync("v2/sleep", "get", ("startdate", $"{start}"), ("enddate", $"{end}"), ("data_fields", SleepFields))).GetProperty("series").EnumerateArray().ToList();
            long Seconds(int state) => segments.Where(s => s.GetProperty("state").GetInt32() == state).Sum(s => s.GetProperty("enddate").GetInt64() - s.GetProperty("startdate").GetInt64());
            long Data(string name) => data.GetProperty(name).GetInt64();
            var pulses = segments.SelectMany(s => s.GetProperty("hr").EnumerateObject()).Select(p => p.Value.GetInt32()).ToList();

            Assert.Equal((Seconds(1), Seconds(2), Seconds(3), Seconds(0)), (Data("lightsleepduration"), Data("deepsleepduration"), Data("remsleepduration"), Data("wakeupduration")));
            Assert.Equal(Data("lightsleepduration") + Data("deepsleepduration") + Data("remsleepduration"), Data("total_sleep_time"));
            Assert.Equal(Data("total_sleep_time") + Data("wakeupduration"), Data("total_timeinbed"));
            Assert.Equal(Data("wakeupduration"), Data("sleep_latency") + Data("wakeup_latency") + Data("waso"));
            Assert.Equal((pulses.Min(), pulses.Max()), ((int)Data("hr_min"), (int)Data("hr_max")));
            Assert.Equal(segments.SelectMany(s => s.GetProperty("snoring").EnumerateObject()).Sum(p => p.Value.GetInt32()), Data("snoring"));
            Assert.All(segments, s => Assert.InRange(s.GetProperty("enddate").GetInt64() - s.GetProperty("startdate").GetInt64(), 60, 600));
            Assert.Equal(Day(LocalDay(end)), night.GetProperty("date").GetString());
            Assert.Equal(JsonValueKind.String, data.GetProperty("night_events").ValueKind);
            Assert.Contains(end - start, JsonElement.Parse(data.GetProperty("night_events").GetString()!).GetProperty("4").EnumerateArray().Select(e => e.GetInt64()));
        }

        Assert.Contains(nights, n => n.GetProperty("enddate").GetInt64() - n.GetProperty("startdate").GetInt64() > n.GetProperty("data").GetProperty("total_timeinbed").GetInt64());
    }

    [Fact]
    public async Task Sleep_is_unsorted_cut_at_24_hours_and_without_data_fields_only_states()
    {
        await using var service = await SimulatedService.ConnectedAsync(days: 10);
        var start = Midnight(new(2026, 11, 15)) - (6 * 3_600);

        var week = (await service.BodyAsync("v2/sleep", "get", ("startdate", $"{start}"), ("enddate", $"{start + (7 * 86_400)}"))).GetProperty("series").EnumerateArray().ToList();

        var starts = week.Select(s => s.GetProperty("startdate").GetInt64()).ToList();
        Assert.NotEmpty(starts);
        Assert.NotEqual(starts.Order(), starts);
        Assert.All(starts, s => Assert.InRange(s, start, start + 86_400));
        Assert.All(week, s => Assert.False(s.TryGetProperty("hr", out _)));
    }

    [Fact]
    public async Task Without_data_fields_a_summary_holds_the_15_recorded_ones()
    {
        await using var service = await SimulatedService.ConnectedAsync(days: 10);

        var nights = await service.AllPagesAsync("v2/sleep", "getsummary", "series", ("lastupdate", "0"));

        Assert.All(nights, n => Assert.Equal(15, n.GetProperty("data").EnumerateObject().Count()));
    }

    [Fact]
    public async Task A_deleted_workout_is_simply_gone()
    {
        await using var service = await SimulatedService.ConnectedAsync(days: 30);
        var workout = service.Host.World.TruthOf("demo").Workouts[0];

        service.Host.World.DeleteWorkout("demo", workout.Id);

        var left = await service.AllPagesAsync("v2/measure", "getworkouts", "series", ("lastupdate", "0"));
        Assert.NotEmpty(left);
        Assert.DoesNotContain(left, w => w.GetProperty("id").GetInt64() == workout.Id);
    }

    private static double? Number(JsonElement row, string name) => row.TryGetProperty(name, out var value) ? value.GetDouble() : null;

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static DateOnly LocalDay(long at) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeSeconds(at), Paris).DateTime);

    private static long Midnight(DateOnly day)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(midnight, Paris.GetUtcOffset(midnight)).ToUnixTimeSeconds();
    }
}
