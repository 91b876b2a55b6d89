using WithingsSync.Simulator;
using WithingsSync.SystemTests.Scene;
using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.SystemTests.Mcp;

/// <summary>A day is the person's own, wherever they live and however long it is: on two days of the year the clock changes.</summary>
public sealed class LocalDayTests
{
    private const int History = 9;

    public static readonly TheoryData<string, string, int> Days = new()
    {
        { "America/Los_Angeles", "2026-06-10", 24 },
        { "America/Los_Angeles", "2026-03-08", 23 },
        { "America/Los_Angeles", "2025-11-02", 25 },
        { "America/St_Johns", "2026-06-10", 24 },
        { "Europe/Paris", "2026-03-29", 23 },
        { "Europe/Paris", "2025-10-26", 25 },
        { "Pacific/Kiritimati", "2026-06-10", 24 },
    };

    [Theory]
    [MemberData(nameof(Days))]
    public async Task Every_tool_and_the_resource_hold_exactly_what_belongs_to_the_day(string zoneName, string day, int hours)
    {
        var (zone, date) = (TimeZoneInfo.FindSystemTimeZoneById(zoneName), DateOnly.Parse(day, null));
        var (start, end) = (Midnight(date, zone), Midnight(date.AddDays(1), zone));
        Assert.Equal(hours, (end - start).TotalHours);
        await using var scene = await LivingInAsync(zone, end.AddHours(60), world =>
        {
            foreach (var at in new[] { start.AddSeconds(-1), start, end.AddSeconds(-1), end })
            {
                world.Weigh(Worlds.Demo, 71m, date: at);
                world.TakeBloodPressure(Worlds.Demo, 131, 81, 61, at);
            }

            // In the day's last minutes, for on some days the person leaves the watch at home, or sleeps without the mat.
            world.MoveDay(Worlds.Demo, date, 4_321);
            if (world.TruthOf(Worlds.Demo).Nights.All(night => night.Date != date))
            {
                world.AddNight(Worlds.Demo, start.AddHours(-1), start.AddHours(6));
            }
        });

        var range = (await scene.CallAsync("withings_get_measurements", ("start_date", day))).GetProperty("range");
        Assert.Equal((start, end.AddSeconds(-1), zoneName), (range.Moment("start"), range.Moment("end"), range.Text("time_zone")));
        await AssertReadingsAsync(scene, day, start, end);
        await AssertMovementAsync(scene, date, start, end);
        await AssertSleepAsync(scene, date);
        await AssertDocumentAsync(scene, date, start, end);
    }

    private static async Task AssertReadingsAsync(ToolScene scene, string day, DateTimeOffset start, DateTimeOffset end)
    {
        foreach (var (tool, type, name) in new[] { ("withings_get_measurements", 1, "weight_kg"), ("withings_get_blood_pressure", 10, "systolic_mmhg") })
        {
            var expected = scene.Of(type).Where(one => one.At >= start && one.At < end).Select(one => (one.At, one.Value)).ToList();
            var sure = scene.Of(type).Where(one => one.At >= start && one.At < end && one.Attribution != 1).ToList();
            var days = await scene.CallAsync(tool, ("start_date", day), ("resolution", "day"));

            Assert.Contains(expected, one => one.At == start);
            Assert.Contains(expected, one => one.At == end.AddSeconds(-1));
            Assert.Equal(expected, (await scene.CallAsync(tool, ("start_date", day))).Readings(name));
            Assert.Equal(day, Assert.Single(days.Periods()).Text("first_day"));
            Assert.Equal(Math.Round(sure.Average(one => one.Value), 6), days.Periods()[0].PeriodFigure(name));
        }
    }

    private static async Task AssertMovementAsync(ToolScene scene, DateOnly date, DateTimeOffset start, DateTimeOffset end)
    {
        var day = $"{date:yyyy-MM-dd}";
        var samples = scene.Truth.Intraday.Where(sample => sample.At >= start.ToUnixTimeSeconds() && sample.At < end.ToUnixTimeSeconds()).OrderBy(sample => sample.At).ToList();
        Assert.NotEmpty(samples);

        var lines = (await scene.CallAsync("withings_get_intraday", ("start_date", day), ("limit", 2000))).Records();
        var hours = (await scene.CallAsync("withings_get_intraday", ("start_date", day), ("resolution", "hour"))).Records();
        var sum = Assert.Single((await scene.CallAsync("withings_get_intraday", ("start_date", day), ("resolution", "day"))).Periods());
        var walked = Assert.Single((await scene.CallAsync("withings_get_activity", ("start_date", day))).Records());

        Assert.Equal(samples.Select(sample => sample.At), lines.Select(line => line.Moment("at").ToUnixTimeSeconds()));
        Assert.Equal(
            samples.GroupBy(sample => (sample.At - start.ToUnixTimeSeconds()) / 3600).Select(hour => (start.AddHours(hour.Key), (decimal?)hour.Count())),
            hours.Select(hour => (hour.Moment("at"), hour.Number("sample_count"))));
        Assert.Equal((day, samples.Sum(sample => sample.Steps)), (sum.Text("first_day"), sum.PeriodFigure("steps", "total")));
        Assert.Equal((day, (decimal?)scene.Truth.Activities.Single(one => one.Date == date).Steps), (walked.Text("date"), walked.Number("steps")));
    }

    private static async Task AssertSleepAsync(ToolScene scene, DateOnly date)
    {
        var day = $"{date:yyyy-MM-dd}";
        var nights = scene.Truth.Nights.Where(night => night.Date == date).OrderBy(night => night.End).ToList();
        Assert.NotEmpty(nights);

        var told = (await scene.CallAsync("withings_get_sleep_summary", ("start_date", day))).Records();
        var stretches = (await scene.CallAsync("withings_get_sleep", ("start_date", day))).Records();

        Assert.Equal(nights.Select(night => (night.Start, night.End)), told.Select(line => (line.Moment("started_at").ToUnixTimeSeconds(), line.Moment("ended_at").ToUnixTimeSeconds())));
        Assert.Equal(
            nights.SelectMany(night => night.Segments).Select(segment => (segment.Start, segment.End)).Order(),
            stretches.Select(line => (line.Moment("started_at").ToUnixTimeSeconds(), line.Moment("ended_at").ToUnixTimeSeconds())));
    }

    private static async Task AssertDocumentAsync(ToolScene scene, DateOnly date, DateTimeOffset start, DateTimeOffset end)
    {
        var document = await ResourceReader.ReadAsync(scene, $"withings://day/{date:yyyy-MM-dd}");
        int Expected(int type) => scene.Of(type).Count(one => one.At >= start && one.At < end);
        List<long> Moments(string section, string name) =>
            document.TryGetProperty(section, out var lines) ? [.. lines.EnumerateArray().Where(line => line.TryGetProperty(name, out _)).Select(line => line.Moment(name).ToUnixTimeSeconds())] : [];

        Assert.Equal(($"{date:yyyy-MM-dd}", start.Offset), (document.Text("date"), document.GetProperty("measurements")[0].Moment("measured_at").Offset));
        Assert.Equal(Expected(1), document.GetProperty("measurements").EnumerateArray().Count(line => line.TryGetProperty("weight_kg", out _)));
        Assert.Equal(Expected(10), document.GetProperty("blood_pressure").GetArrayLength());
        Assert.Equal(scene.Truth.Activities.Single(one => one.Date == date).Steps, Assert.Single(document.GetProperty("activity").EnumerateArray()).Number("steps"));
        Assert.Equal(scene.Truth.Nights.Where(night => night.Date == date).Select(night => night.End).Order(), Moments("sleep", "ended_at"));
        Assert.Equal(scene.Truth.Hearts.Select(heart => heart.Timestamp).Where(Within).Order(), Moments("heart", "recorded_at"));
        Assert.Equal(scene.Truth.Workouts.Select(workout => workout.Start).Where(Within).Distinct().Order(), Moments("workouts", "started_at"));
        bool Within(long at) => at >= start.ToUnixTimeSeconds() && at < end.ToUnixTimeSeconds();
    }

    private static Task<ToolScene> LivingInAsync(TimeZoneInfo zone, DateTimeOffset now, Action<SimulatedWorld> change) => ToolScene.StartAsync(
        new SimulatorOptions { AutoConsent = true, RequestsPerMinute = null, RefuseRepeats = false, HistoryDays = History, TimeZone = zone.Id, Time = new SelfMovingTime(now, zone) }, change);

    /// <summary>As the wall shows it; in none of these zones does the clock change at midnight.</summary>
    private static DateTimeOffset Midnight(DateOnly date, TimeZoneInfo zone)
    {
        var midnight = date.ToDateTime(TimeOnly.MinValue);
        return new(midnight, zone.GetUtcOffset(midnight));
    }
}
