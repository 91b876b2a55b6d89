using System.Diagnostics;
using WithingsSync.Simulator;
using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.SystemTests.Simulator;

/// <summary>Thousands of people, and days on which nothing happens but what a test makes happen.</summary>
public sealed class CrowdTests
{
    [Fact]
    public async Task Nothing_happens_by_itself_where_nothing_is_generated()
    {
        await using var service = await ServiceAsync(new());

        await service.Host.World.AdvanceAsync(TimeSpan.FromDays(3));

        var truth = service.Host.World.TruthOf("demo");
        Assert.Equal((0, 0, 0, 0, 0, 0), (truth.Groups.Count, truth.Activities.Count, truth.Workouts.Count, truth.Nights.Count, truth.Hearts.Count, truth.Intraday.Count));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_the_controls_add_is_read_by_every_call_and_is_in_the_truth(bool generates)
    {
        var time = new ManualTime(new(2026, 11, 20, 20, 0, 0, TimeSpan.Zero));
        await using var service = await ServiceAsync(time, generates: generates);
        await service.ConnectAsync();
        var (world, now, today) = (service.Host.World, time.GetUtcNow(), new DateOnly(2026, 11, 20));

        var night = world.AddNight("demo", now.AddHours(-22), now.AddHours(-14));
        time.Advance(TimeSpan.FromMinutes(1));
        var revised = world.ReviseNight("demo", night.Id, score: 88, endedAt: now.AddHours(-13));
        var stepsBefore = world.TruthOf("demo").Activities.SingleOrDefault(d => d.Date == today)?.Steps ?? 0;
        world.MoveDay("demo", today, 1_234);
        var day = world.MoveDay("demo", today, 766);
        var workout = world.AddWorkout("demo", 2, now.AddHours(-2), now.AddHours(-1));
        var ecg = world.AddEcg("demo", afib: 1);

        var truth = world.TruthOf("demo");
        Assert.Equal(stepsBefore + 2_000, day.Steps);
        Assert.Equal(stepsBefore + 2_000 + workout.Steps, truth.Activities[^1].Steps);
        Assert.Equal(truth.Activities[^1].Steps, truth.Intraday.Where(s => s.At >= now.AddHours(-21).ToUnixTimeSeconds()).Sum(s => s.Steps ?? 0));
        Assert.Equal(truth.Intraday.Count, truth.Intraday.Select(s => s.At).Distinct().Count());
        Assert.All(truth.Intraday, s => Assert.True(s.At <= time.GetUtcNow().ToUnixTimeSeconds()));
        Assert.Contains(workout, truth.Workouts);
        Assert.Contains(ecg, truth.Hearts);
        Assert.Equal((88, revised.End), (truth.Nights.Single(n => n.Id == night.Id).Score, revised.Segments[^1].End));
        Assert.All(revised.Segments.Zip(revised.Segments.Skip(1)), pair => Assert.True(pair.Second.Start >= pair.First.End && pair.First.End > pair.First.Start));
        Assert.Equal(9_000, Truth.SignalOf(ecg).Count);
        Assert.NotEmpty(truth.SamplesOf(revised, revised.Segments[0]));

        var since = ("lastupdate", $"{now.ToUnixTimeSeconds()}");
        var summary = (await service.AllPagesAsync("v2/sleep", "getsummary", "series", since, ("data_fields", "sleep_score"))).Single(s => s.GetProperty("id").GetInt64() == night.Id);
        Assert.Equal((88, revised.End), (summary.GetProperty("data").GetProperty("sleep_score").GetInt32(), summary.GetProperty("enddate").GetInt64()));
        var segments = (await service.BodyAsync("v2/sleep", "get", ("startdate", $"{night.Start}"), ("enddate", $"{revised.End}"), ("data_fields", "hr"))).GetProperty("series");
        Assert.True(segments.GetArrayLength() >= revised.Segments.Count);
        var read = (await service.AllPagesAsync("v2/measure", "getactivity", "activities", since, ("data_fields", "steps")))[^1];
        Assert.Equal((truth.Activities[^1].Steps, truth.Activities[^1].Modified), (read.GetProperty("steps").GetInt32(), read.GetProperty("modified").GetInt64()));
        Assert.Contains(await service.AllPagesAsync("v2/measure", "getworkouts", "series", since, ("data_fields", "steps")), w => w.GetProperty("id").GetInt64() == workout.Id && w.GetProperty("data").GetProperty("steps").GetInt32() == workout.Steps);
        Assert.Contains(await service.AllPagesAsync("v2/heart", "list", "series"), h => h.GetProperty("ecg").GetProperty("signalid").GetInt64() == ecg.SignalId);
        var samples = (await service.BodyAsync("v2/measure", "getintradayactivity", ("startdate", $"{now.AddHours(-20).ToUnixTimeSeconds()}"), ("enddate", $"{now.AddHours(1).ToUnixTimeSeconds()}"), ("data_fields", "steps"))).GetProperty("series");
        Assert.Equal(truth.Intraday.Count(s => s.At >= now.AddHours(-20).ToUnixTimeSeconds()), samples.EnumerateObject().Count());
        var devices = (await service.BodyAsync("v2/user", "getdevice")).GetProperty("devices");
        Assert.Equal(truth.Devices.Select(d => d.LastUsed), devices.EnumerateArray().Select(d => d.GetProperty("last_session_date")).Select(d => d.ValueKind == System.Text.Json.JsonValueKind.Null ? (long?)null : d.GetInt64()));
        Assert.Equal(truth.Goals.Steps, (await service.BodyAsync("v2/user", "getgoals")).GetProperty("goals").GetProperty("steps").GetInt32());
    }

    [Fact]
    public async Task A_night_or_a_workout_that_has_not_ended_and_a_day_that_has_not_begun_are_refused()
    {
        await using var service = await ServiceAsync(new());
        var (world, now) = (service.Host.World, service.Host.World.UtcNow);

        Assert.Throws<ArgumentException>(() => world.AddNight("demo", now.AddHours(-8), now.AddMinutes(1)));
        Assert.Throws<ArgumentException>(() => world.AddWorkout("demo", 1, now.AddMinutes(-5), now.AddMinutes(1)));
        Assert.Throws<ArgumentException>(() => world.MoveDay("demo", new(2026, 11, 22), 100));
        Assert.Throws<KeyNotFoundException>(() => world.ReviseNight("demo", 1));
        Assert.Throws<KeyNotFoundException>(() => world.MoveDay("nobody", new(2026, 11, 20), 100));
    }

    [Fact]
    public async Task Two_thousand_people_cost_no_call_more_than_one()
    {
        var time = new ManualTime();
        await using var service = await ServiceAsync(time, people: 2_000);
        var world = service.Host.World;
        Assert.Equal(2_000, world.People.Select(p => p.UserId).Distinct().Count());
        Assert.Equal(("ines", "person11", "person2000"), (world.People[9].Name, world.People[10].Name, world.People[^1].Name));
        foreach (var person in world.People.Take(300))
        {
            await service.ConnectAsync(person: person.Name);
            world.Weigh(person.Name, 75m);
        }

        var since = ("lastupdate", $"{time.GetUtcNow().ToUnixTimeSeconds()}");
        await service.BodyAsync("measure", "getmeas", since);
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < 200; i++)
        {
            await service.BodyAsync("measure", "getmeas", since);
        }

        // A generous bound for a loaded machine: alone it is a fraction of a millisecond.
        Assert.InRange(watch.Elapsed.TotalMilliseconds / 200, 0, 50);
    }

    [Fact]
    public async Task Everything_can_be_done_over_HTTP_and_no_secret_of_a_callback_is_shown()
    {
        await using var service = await ServiceAsync(new());
        await using var listener = await CallbackListener.StartAsync();
        await service.ConnectAsync();
        foreach (var appli in (int[])[16, 44, 46])
        {
            await service.BodyAsync("notify", "subscribe", ("callbackurl", listener.Url), ("appli", $"{appli}"));
        }

        var now = service.Now;
        await ControlTests.ControlAsync(service, "POST", "simulator/notifications/settings", """{"copies": 2, "delaySeconds": 5}""");
        var night = await ControlTests.ControlAsync(service, "POST", "simulator/people/demo/nights", $$"""{"start": {{now - 30_000}}, "end": {{now - 3_000}}}""");
        await ControlTests.ControlAsync(service, "POST", $"simulator/people/demo/nights/{night.GetProperty("id").GetInt64()}", """{"score": 70}""");
        await ControlTests.ControlAsync(service, "POST", "simulator/people/demo/days", """{"steps": 900}""");
        await ControlTests.ControlAsync(service, "POST", "simulator/people/demo/workouts", $$"""{"category": 1, "start": {{now - 1_800}}, "end": {{now}}}""");
        await ControlTests.ControlAsync(service, "POST", "simulator/people/demo/ecgs");
        await ControlTests.ControlAsync(service, "POST", "simulator/people/demo/notify", """{"appli": 46, "fields": {"action": "update"}}""");
        await ControlTests.ControlAsync(service, "POST", "simulator/clock", """{"seconds": 5}""");
        await ControlTests.ControlAsync(service, "POST", "simulator/notifications/settle");

        var sent = await ControlTests.ControlAsync(service, "GET", "simulator/notifications");
        Assert.Equal(10, sent.GetArrayLength());
        Assert.All(sent.EnumerateArray(), n => Assert.Equal("delivered", n.GetProperty("status").GetString()));
        var subscriptions = await ControlTests.ControlAsync(service, "GET", "simulator/subscriptions");
        Assert.Equal(3, subscriptions.GetArrayLength());
        Assert.DoesNotContain("s3cret", sent.GetRawText() + subscriptions.GetRawText() + (await ControlTests.ControlAsync(service, "GET", "simulator/requests")).GetRawText(), StringComparison.Ordinal);
        Assert.Equal(1, (await ControlTests.ControlAsync(service, "DELETE", "simulator/people/demo/subscriptions/44")).GetProperty("dropped").GetInt32());
        await ControlTests.ControlAsync(service, "POST", "simulator/people/demo/unlink");
        Assert.Equal(0, (await ControlTests.ControlAsync(service, "GET", "simulator/subscriptions")).GetArrayLength());
        await ControlTests.ControlAsync(service, "DELETE", "simulator/notifications");
        Assert.Empty(service.Host.World.Notifications);
    }

    private static Task<SimulatedService> ServiceAsync(ManualTime time, int people = 1, bool generates = false) => SimulatedService.OfAsync(new()
    {
        People = people,
        HistoryDays = 10,
        AutoConsent = true,
        Time = time,
        RequestsPerMinute = null,
        RefuseRepeats = false,
        GeneratesReadings = generates,
    });
}
