using WithingsSync.Health;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Simulator.Faults;
using WithingsSync.Storage;
using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.SystemTests.Tokens;

/// <summary>
/// The real process is killed at every step of rotate → store → use. Whatever the moment, the session file is whole, and the next run works with
/// the grant it finds (withings-api.md §2.3: the old refresh token works until the new access token is first used).
/// </summary>
public sealed class KillTests
{
    private const int Lanes = 2;

    /// <summary>Of a call made often, the first and the last and some in between.</summary>
    private const int MostOfOneCall = 8;

    private static readonly string[] Run = ["pull", "-k", "weight"];

    [Fact]
    public async Task Killed_at_any_system_call_the_grant_still_works()
    {
        Tracer.Need();
        var points = await PointsAsync();
        var killed = await Task.WhenAll(Enumerable.Range(0, Lanes).Select(lane => Task.Run(() => KillAtAsync([.. points.Where((_, i) => i % Lanes == lane)]))));

        var steps = killed.SelectMany(lane => lane).ToList();
        Assert.True(steps.Count(step => step.Killed) * 2 > points.Count, $"Only {steps.Count(step => step.Killed)} of {points.Count} runs were killed: {string.Join(", ", steps.Select(step => $"{step.Where} {step.Killed}"))}");
        Assert.Contains(steps, step => step is { Killed: true, Rotated: true, Stored: false });
        Assert.Contains(steps, step => step is { Killed: true, Stored: true });
    }

    [Fact]
    public async Task New_tokens_are_on_the_disk_name_and_all_before_they_are_used()
    {
        Tracer.Need();
        await using var world = await LoopbackWorld.StartAsync(historyDays: 30);
        await ExpiredSession.CreateAsync(world);

        var calls = await Tracer.FileCallsAsync(world, Run);

        var renamed = calls.Index().Single(call => call.Item.Contains("rename", StringComparison.Ordinal) && call.Item.Contains($"{world.UserFile}\"", StringComparison.Ordinal)).Index;
        Assert.Contains($"<{world.UserFile}.", calls[renamed - 1], StringComparison.Ordinal);
        Assert.Matches($@"fsync\(\d+<{world.Folder}>\) += 0", calls[renamed + 1]);
    }

    [Theory]
    [InlineData("/v2/oauth2", FaultKind.Hang)]
    [InlineData("/v2/oauth2", FaultKind.Hold)]
    [InlineData("/measure", FaultKind.Hang)]
    [InlineData("/measure", FaultKind.Hold)]
    public async Task Killed_while_a_request_is_out_the_grant_still_works(string path, FaultKind kind)
    {
        await using var world = await LoopbackWorld.StartAsync(historyDays: 30);
        await ExpiredSession.CreateAsync(world);
        var fault = world.World.Faults.Inject(new(kind) { Path = path });
        using var process = world.Start(Run);
        await fault.Reached.WaitAsync(TimeSpan.FromSeconds(30));

        process.Kill();

        Assert.Equal(Tracer.Killed, (await process.EndAsync()).ExitCode);
        world.World.Faults.Clear();
        await AssertGoesOnAsync(world, $"{path} {kind}");
    }

    [Theory]
    [InlineData(FaultKind.DropAnswer)]
    [InlineData(FaultKind.ResetMidway)]
    [InlineData(FaultKind.Truncated)]
    [InlineData(FaultKind.NoBody)]
    public async Task Rotated_tokens_that_nobody_sees_cost_nothing(FaultKind kind)
    {
        await using var world = await LoopbackWorld.StartAsync(historyDays: 30);
        await ExpiredSession.CreateAsync(world);
        var fault = world.World.Faults.Inject(new(kind) { Path = "/v2/oauth2" });

        await world.RunAsync(Run);

        Assert.Equal(1, fault.Hits);
        await AssertGoesOnAsync(world, kind.ToString());
    }

    private static async Task<IReadOnlyList<(string Call, int Nth)>> PointsAsync()
    {
        await using var world = await OneThreadAsync();
        await ExpiredSession.CreateAsync(world);
        var counts = await Tracer.CountAsync(world, Run);
        Assert.Contains(counts, call => call.Key.StartsWith("rename", StringComparison.Ordinal));
        Assert.Contains("fsync", counts.Keys);
        return [.. counts.SelectMany(call => Spread(call.Value).Select(nth => (call.Key, nth)))];
    }

    /// <summary>strace counts by thread: with one worker, the nth call of a run is the nth call of the next.</summary>
    private static async Task<LoopbackWorld> OneThreadAsync()
    {
        var world = await LoopbackWorld.StartAsync(historyDays: 30);
        world.Environment["DOTNET_PROCESSOR_COUNT"] = "1";
        world.Environment["DOTNET_ThreadPool_ForceMaxWorkerThreads"] = "1";
        return world;
    }

    private static IEnumerable<int> Spread(int count) =>
        Enumerable.Range(0, Math.Min(count, MostOfOneCall)).Select(i => count <= MostOfOneCall ? i + 1 : 1 + (i * (count - 1) / (MostOfOneCall - 1)));

    private static async Task<List<Step>> KillAtAsync(IReadOnlyList<(string Call, int Nth)> points)
    {
        await using var world = await OneThreadAsync();
        var steps = new List<Step>();
        foreach (var (call, nth) in points)
        {
            var where = $"{call} {nth}";
            await ExpiredSession.CreateAsync(world);
            File.Delete(world.ArchiveFile);
            File.Delete(world.ArchiveFile + "-wal");
            File.Delete(world.ArchiveFile + "-shm");
            var before = ExpiredSession.Read(world);

            var killed = await Tracer.KillAsync(world, call, nth, Run);

            steps.Add(new(where, killed, ExpiredSession.Renewals(world) > 0, ExpiredSession.Read(world) != before));
            await AssertGoesOnAsync(world, where);
        }

        return steps;
    }

    private static async Task AssertGoesOnAsync(LoopbackWorld world, string where)
    {
        var (access, refresh, user) = ExpiredSession.Read(world);
        Assert.True(access.Length > 0 && refresh.Length > 0 && user.Length > 0, where);

        var next = await world.RunAsync(Run);

        Assert.True(next.ExitCode == 0, $"After {where}: {next}");
        Assert.True(!ExpiredSession.Leftovers(world).Any(), $"After {where}: {string.Join(", ", ExpiredSession.Leftovers(world))}");
        using var archive = Archive.OpenReadOnly(world.ArchiveFile);
        var groups = await archive.ReadAsync<MeasureGroup>(new AccountId(user), DateTimeOffset.UnixEpoch, world.World.UtcNow.AddYears(1), default);
        Assert.Equal(world.World.TruthOf("demo").Groups.Count, groups.Count);
    }

    private sealed record Step(string Where, bool Killed, bool Rotated, bool Stored);
}
