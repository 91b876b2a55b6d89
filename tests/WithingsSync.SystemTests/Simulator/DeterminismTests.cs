using Xunit;

namespace WithingsSync.SystemTests.Simulator;

/// <summary>A world is a function of its seed and the time, and goes on where it stopped.</summary>
public sealed class DeterminismTests
{
    private static readonly (string Path, string Action, (string, string)[] Parameters)[] Calls =
    [
        ("measure", "getmeas", []),
        ("v2/measure", "getactivity", [("lastupdate", "0")]),
        ("v2/measure", "getintradayactivity", [("data_fields", "steps,heart_rate,calories")]),
        ("v2/measure", "getworkouts", [("lastupdate", "0"), ("data_fields", "calories,steps")]),
        ("v2/sleep", "get", [("startdate", "1795100000"), ("enddate", "1795180000"), ("data_fields", "hr,rmssd")]),
        ("v2/sleep", "getsummary", [("lastupdate", "0"), ("data_fields", "sleep_score,hr_average,night_events")]),
        ("v2/heart", "list", []),
        ("v2/user", "getdevice", []),
        ("v2/user", "getgoals", []),
    ];

    [Fact]
    public async Task The_same_seed_gives_the_same_answers_and_another_seed_others()
    {
        var one = await AnswersAsync(await SimulatedService.ConnectedAsync(seed: 7));
        var same = await AnswersAsync(await SimulatedService.ConnectedAsync(seed: 7));
        var other = await AnswersAsync(await SimulatedService.ConnectedAsync(seed: 8));

        Assert.Equal(one, same);
        Assert.NotEqual(one[0], other[0]);
    }

    [Fact]
    public async Task It_does_not_matter_how_the_clock_got_there()
    {
        await using var slow = await SimulatedService.ConnectedAsync(days: 20);
        for (var i = 0; i < 6; i++)
        {
            await slow.Host.World.AdvanceAsync(TimeSpan.FromHours(11));
            slow.Host.World.TruthOf("demo");
        }

        await using var quick = await SimulatedService.ConnectedAsync(days: 20);
        await quick.Host.World.AdvanceAsync(TimeSpan.FromHours(66));

        var (a, b) = (slow.Host.World.TruthOf("demo"), quick.Host.World.TruthOf("demo"));
        Assert.Equal(a.Groups.Select(g => (g.Id, g.Modified)), b.Groups.Select(g => (g.Id, g.Modified)));
        Assert.Equal(a.Nights.Select(n => (n.Id, n.Modified)), b.Nights.Select(n => (n.Id, n.Modified)));
        Assert.Equal(a.Intraday, b.Intraday);
    }

    [Fact]
    public async Task Time_brings_new_data_and_takes_nothing_away()
    {
        await using var service = await SimulatedService.ConnectedAsync(days: 20);
        var before = service.Host.World.TruthOf("demo");

        await service.Host.World.AdvanceAsync(TimeSpan.FromDays(3));

        var after = service.Host.World.TruthOf("demo");
        Assert.Superset(before.Groups.Select(g => g.Id).ToHashSet(), after.Groups.Select(g => g.Id).ToHashSet());
        Assert.Superset(before.Nights.Select(g => g.Id).ToHashSet(), after.Nights.Select(g => g.Id).ToHashSet());
        Assert.True(after.Groups.Count > before.Groups.Count && after.Activities.Count == before.Activities.Count + 3 && after.Nights.Count > before.Nights.Count);
    }

    [Fact]
    public async Task A_world_in_a_folder_goes_on_with_its_tokens_events_and_clock()
    {
        var folder = Directory.CreateTempSubdirectory("world").FullName;
        try
        {
            var clock = new TurnedClock(new(2026, 11, 20, 18, 0, 0, TimeSpan.Zero));
            var first = await SimulatedService.StartAsync(days: 10, folder: folder, clock: clock);
            await first.ConnectAsync();
            await first.Host.World.AdvanceAsync(TimeSpan.FromHours(1));
            var weighing = first.Host.World.Weigh("demo", 82.4m, 21.5m);
            var deleted = first.Host.World.TruthOf("demo").Groups[^2];
            first.Host.World.DeleteGroup("demo", deleted.Id);
            var (access, refresh, truth) = (first.Access, first.Refresh, first.Host.World.TruthOf("demo"));
            await first.DisposeAsync();

            clock.Turn(TimeSpan.FromMinutes(30));
            await using var second = await SimulatedService.StartAsync(days: 300, folder: folder, clock: clock);
            var answer = await second.PostAsync("measure", access, [("action", "getmeas")]);
            var refreshed = await second.RefreshAsync(refresh);

            Assert.Equal(TimeSpan.FromHours(1), second.Host.World.UtcNow - clock.GetUtcNow());
            Assert.Equal(truth.Activities.Count, second.Host.World.TruthOf("demo").Activities.Count);
            var ids = answer.GetProperty("body").GetProperty("measuregrps").EnumerateArray().Select(g => g.GetProperty("grpid").GetInt64()).ToHashSet();
            Assert.Superset(truth.Groups.Select(g => g.Id).ToHashSet(), ids);
            Assert.Contains(weighing.Id, ids);
            Assert.DoesNotContain(deleted.Id, ids);
            Assert.Equal(0, SimulatedService.Status(refreshed));
            Assert.True(second.Host.World.Weigh("demo", 82m).Id > weighing.Id);
            await Assert.ThrowsAsync<InvalidOperationException>(() => SimulatedService.StartAsync(seed: 2, folder: folder));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<List<string>> AnswersAsync(SimulatedService service)
    {
        await using (service)
        {
            var answers = new List<string>();
            foreach (var (path, action, parameters) in Calls)
            {
                answers.Add((await service.BodyAsync(path, action, parameters)).GetRawText());
            }

            return answers;
        }
    }
}
