using System.Globalization;
using WithingsSync.Pipeline.Delivering;
using WithingsSync.Simulator.Bodies;
using WithingsSync.Simulator.Faults;
using WithingsSync.Simulator.Garmin;
using WithingsSync.SystemTests.Scene;
using WithingsSync.SystemTests.Tokens;
using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.SystemTests.Deliveries;

/// <summary>
/// The real process is killed at random system calls of a delivery, mostly between the note "sent" and the note "confirmed". Whatever the moment, the next
/// run that is left alone ends with one copy of each reading at Garmin.
/// </summary>
public sealed class KillTests
{
    private const int Lanes = 2;

    private static readonly string[] Run =
        ["sync", "--gu", GarminService.DefaultUsername, "--gp", GarminService.DefaultPassword, "--features", "BLOOD_PRESSURE", "--ambiguous", "deliver"];

    /// <summary>How often to kill: <c>perf/kill.sh</c> asks for more.</summary>
    private static int Kills => Number("WITHINGS_SYNC_KILLS") ?? 20;

    [Fact]
    public async Task Killed_between_upload_and_note_each_reading_is_there_once()
    {
        Tracer.Need();
        var seed = Number("WITHINGS_SYNC_KILL_SEED") ?? Random.Shared.Next();

        var lanes = await Task.WhenAll(Enumerable.Range(0, Lanes).Select(lane => Task.Run(() => KillAsync(seed, lane, (Kills + lane) / Lanes))));

        var kills = lanes.SelectMany(lane => lane).ToList();
        Assert.True(kills.Count(kill => kill.Killed) * 3 > kills.Count * 2, $"Seed {seed}: only {kills.Count(kill => kill.Killed)} of {kills.Count} runs were killed.");
        TestContext.Current.TestOutputHelper?.WriteLine($"Seed {seed}: {kills.Count(kill => kill.Killed)} kills, {kills.Count(kill => kill is { Killed: true, ArrivedUnnoted: true })} of them between upload and note.");
    }

    [Theory]
    [InlineData("/garmin/upload-service/upload", FaultKind.Hang)]
    [InlineData("/garmin/upload-service/upload", FaultKind.Hold)]
    [InlineData("/garmin/bloodpressure-service/bloodpressure", FaultKind.Hang)]
    [InlineData("/garmin/bloodpressure-service/bloodpressure", FaultKind.Hold)]
    public async Task Killed_while_a_reading_is_on_its_way_it_is_there_once(string path, FaultKind kind)
    {
        await using var world = await RunnerAsync(oneThread: false);
        Measure(world, 0);
        var fault = world.World.Faults.Inject(new(kind) { Path = path, Action = "POST" });
        using var process = world.Start(Run);
        await fault.Reached.WaitAsync(TimeSpan.FromSeconds(30));

        process.Kill();

        Assert.Equal(Tracer.Killed, (await process.EndAsync()).ExitCode);
        world.World.Faults.Clear();
        Assert.Equal(kind == FaultKind.Hold, await HasArrivedUnnotedAsync(world));
        await LetTimePassAsync(world);
        await world.RunAsync(Run).Exits(0);
        AssertOneCopyEach(world, $"{path} {kind}");
    }

    [Fact]
    public async Task Two_processes_at_once_deliver_each_reading_once()
    {
        await using var world = await RunnerAsync(oneThread: false);
        for (var round = 0; round < 3; round++)
        {
            Measure(world, round);
            using var one = world.Start(Run);
            using var other = world.Start(Run);

            var results = await Task.WhenAll(one.EndAsync(), other.EndAsync());

            Assert.All(results, result => result.Exits(0));
            AssertOneCopyEach(world, $"round {round}");
        }
    }

    private static async Task<IReadOnlyList<Kill>> KillAsync(int seed, int lane, int count)
    {
        var random = new Random(seed + lane);
        await using var world = await RunnerAsync(oneThread: true);
        Measure(world, 0);
        var calls = await Tracer.CallsAsync(world, Run);
        var uploads = calls.Index().Where(call => call.Item.Text.Contains("POST /garmin/", StringComparison.Ordinal)).Select(call => call.Index).ToList();
        var (first, last) = (uploads[0], uploads[^1]);
        var kills = new List<Kill>();
        for (var n = 1; n <= count; n++)
        {
            Measure(world, n);
            if (random.Next(3) == 0)
            {
                EditLast(world, n);
            }

            // Three of four near the uploads: from a few calls before the first one to a few after the last.
            var call = calls[random.Next(4) == 0 ? random.Next(calls.Count) : random.Next(Math.Max(first - 4, 0), Math.Min(last + 12, calls.Count))];
            var where = string.Create(CultureInfo.InvariantCulture, $"seed {seed} lane {lane} kill {n}: {call.Name} {call.Nth}");
            var killed = await Tracer.KillAsync(world, call.Name, call.Nth, Run);
            kills.Add(new(killed, await HasArrivedUnnotedAsync(world)));
            await LetTimePassAsync(world);

            // Now and then the next run is killed too.
            if (n == count || random.Next(3) > 0)
            {
                var next = await world.RunAsync(Run);
                Assert.True(next.ExitCode == 0, $"After {where}: {next}");
                AssertOneCopyEach(world, where);
            }
        }

        return kills;
    }

    /// <summary>Signed in at both ends, with everything of today delivered.</summary>
    private static async Task<LoopbackWorld> RunnerAsync(bool oneThread)
    {
        var world = await LoopbackWorld.StartAsync(historyDays: 3);
        await world.SignInAsync();
        if (oneThread)
        {
            world.Environment["DOTNET_PROCESSOR_COUNT"] = "1";
            world.Environment["DOTNET_ThreadPool_ForceMaxWorkerThreads"] = "1";
        }

        await world.RunAsync(Run).Exits(0);
        return world;
    }

    /// <summary>A weight and a blood pressure, at seconds of their own.</summary>
    private static void Measure(LoopbackWorld world, int n)
    {
        var at = world.World.UtcNow.AddSeconds(-1000 + (2 * n));
        world.World.Weigh(Worlds.Demo, 70 + (n / 10m), 20 + (n % 50 / 10m), at);
        world.World.TakeBloodPressure(Worlds.Demo, 110 + (n % 40), 70 + (n % 20), 55 + (n % 30), at.AddSeconds(1));
    }

    private static void EditLast(LoopbackWorld world, int n)
    {
        var last = world.World.TruthOf(Worlds.Demo).Groups.Where(group => group.Measures.Any(measure => measure.Type == 1)).MaxBy(group => group.Date)!;
        world.World.EditGroup(Worlds.Demo, last.Id, [new(1, 90_000 + (100 * n), -3)]);
    }

    private static async Task<bool> HasArrivedUnnotedAsync(LoopbackWorld world)
    {
        var rows = (await LedgerOf.PagesAsync(world)).SelectMany(page => page.Rows).Where(row => row.State == DeliveryState.Sent).Select(row => row.Id).ToHashSet();
        return world.World.Garmin.WeighInsOf(GarminService.DefaultUsername).Any(copy => rows.Contains(new(ReadingKind.Weight, copy.TimestampGmt)))
            || world.World.Garmin.BloodPressuresOf(GarminService.DefaultUsername).Any(copy => rows.Contains(new(ReadingKind.BloodPressure, copy.TimestampGmt)));
    }

    /// <summary>What was handed over may take half a minute to show; nobody waits for it here.</summary>
    private static async Task LetTimePassAsync(LoopbackWorld world)
    {
        foreach (var (destination, rows) in await LedgerOf.PagesAsync(world))
        {
            await LedgerOf.SaveAsync(world, destination, [.. rows.Select(row => row with { NotBefore = row.NotBefore - TimeSpan.FromHours(2), ChangedAt = row.ChangedAt - TimeSpan.FromHours(2) })]);
        }
    }

    private static void AssertOneCopyEach(LoopbackWorld world, string where)
    {
        var since = world.World.UtcNow.AddHours(-1).ToUnixTimeSeconds();
        var groups = world.World.TruthOf(Worlds.Demo).Groups.Where(group => group.Category == 1 && group.Date > since).ToList();
        var wanted = groups.Where(group => Has(group, 1)).Select(group => (group.Date, (double)Math.Round(Value(group, 1) * 100, MidpointRounding.AwayFromZero) * 10))
            .Concat(groups.Where(group => Has(group, 10)).Select(group => (group.Date, (double)Value(group, 10))));
        var there = world.World.Garmin.WeighInsOf(GarminService.DefaultUsername).Select(copy => (copy.TimestampGmt.ToUnixTimeSeconds(), copy.Grams))
            .Concat(world.World.Garmin.BloodPressuresOf(GarminService.DefaultUsername).Select(copy => (copy.TimestampGmt.ToUnixTimeSeconds(), (double)copy.Systolic)))
            .Where(copy => copy.Item1 > since);

        var (missing, extra) = (string.Join(", ", wanted.Except(there)), string.Join(", ", there.Except(wanted)));
        Assert.True(wanted.Order().SequenceEqual(there.Order()), $"After {where}: missing {missing}; too much {extra}; {wanted.Count()} wanted, {there.Count()} there.");
    }

    private static bool Has(MeasureGroup group, int type) => group.Measures.Any(measure => measure.Type == type);

    private static decimal Value(MeasureGroup group, int type)
    {
        var measure = group.Measures.First(measure => measure.Type == type);
        return new WithingsSync.Health.ScaledNumber(measure.Value, measure.Unit).ToDecimal()!.Value;
    }

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <param name="Killed">Whether it came to that.</param>
    /// <param name="ArrivedUnnoted">A reading is at Garmin whose row still says "sent".</param>
    private sealed record Kill(bool Killed, bool ArrivedUnnoted);
}
