using System.Diagnostics;
using WithingsSync.Simulator.Faults;
using WithingsSync.SystemTests.Tokens;
using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.SystemTests.Terminal;

/// <summary>Ctrl-C: the program ends at once, keeps what it has, and the next run goes on.</summary>
public sealed class InterruptionTests
{
    /// <summary>Generous, for a slow machine: a command that does not listen is ended by force after 5 s.</summary>
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData("/measure", "getmeas")]
    [InlineData("/v2/sleep", "get")]
    [InlineData("/v2/measure", "getintradayactivity")]
    public async Task Ctrl_C_in_the_middle_of_a_pull_ends_it_and_the_next_one_goes_on(string path, string action)
    {
        await using var world = await LoopbackWorld.StartAsync(historyDays: 30);
        await world.SignInAsync();
        var hang = world.World.Faults.Inject(new(FaultKind.Hang) { Path = path, Action = action });
        using var pull = world.Start("pull");
        await hang.Reached.WaitAsync(TimeSpan.FromSeconds(30));

        var since = Stopwatch.StartNew();
        pull.Interrupt();
        var result = await pull.EndAsync();

        Assert.InRange(since.Elapsed, TimeSpan.Zero, AtOnce);
        Assert.Equal(130, result.ExitCode);
        Assert.EndsWith("withings-sync: stopped.\n", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
        Assert.Empty(ExpiredSession.Leftovers(world));
        world.World.Faults.Clear();
        var next = await world.RunAsync("pull");
        Assert.True(next.ExitCode == 0, next.ToString());
        await ConcurrencyTests.AssertTruthAsync(world);
    }

    [Fact]
    public async Task Ctrl_C_while_the_tokens_are_renewed_costs_nothing()
    {
        await using var world = await LoopbackWorld.StartAsync(historyDays: 30);
        await ExpiredSession.CreateAsync(world);
        var before = await File.ReadAllBytesAsync(world.UserFile);
        var hold = world.World.Faults.Inject(new(FaultKind.Hold) { Path = "/v2/oauth2" });
        using var pull = world.Start("pull", "-k", "weight");
        await hold.Reached.WaitAsync(TimeSpan.FromSeconds(30));

        pull.Interrupt();
        var result = await pull.EndAsync();

        Assert.Equal(130, result.ExitCode);
        Assert.Equal(before, await File.ReadAllBytesAsync(world.UserFile));
        world.World.Faults.Clear();
        Assert.Equal(0, (await world.RunAsync("pull", "-k", "weight")).ExitCode);
    }

    [Fact]
    public async Task Ctrl_C_typed_on_a_terminal_ends_the_prompt()
    {
        Needs.Program("script", "bsdutils");
        await using var world = await LoopbackWorld.StartAsync(historyDays: 30);
        Login.Callbacks.UseRemote(world);
        using var shell = Shell.StartOnTerminal(world, "trap : INT; withings-sync login; echo \"exit $?\"");
        await Waiting.ForAsync(() => shell.Shown.Contains("Token : ", StringComparison.Ordinal), "the prompt");

        shell.Type("\u0003");

        var result = await shell.EndAsync();
        Assert.True(result.Out.Contains("exit 130", StringComparison.Ordinal), result.ToString());
        Assert.False(File.Exists(world.UserFile));
    }

    [Fact]
    public async Task Ctrl_C_in_the_middle_of_a_demo_ends_it_and_the_next_one_finishes()
    {
        await using var world = await LoopbackWorld.StartAsync(historyDays: 30);
        using var demo = world.Start("demo", "-o", "d");
        await Waiting.ForAsync(() => File.Exists(world.PathOf("d/config/archive.db-wal")), "the demo's archive");

        var since = Stopwatch.StartNew();
        demo.Interrupt();
        var result = await demo.EndAsync();

        Assert.InRange(since.Elapsed, TimeSpan.Zero, AtOnce);
        Assert.Equal(130, result.ExitCode);
        Assert.EndsWith("withings-sync: stopped.\n", result.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(world.PathOf("d"), "*.tmp", SearchOption.AllDirectories));
        var next = await world.RunAsync("demo", "-o", "d");
        Assert.True(next.ExitCode == 0, next.ToString());
        Assert.True(File.Exists(world.PathOf("d/readings.weight.fit")));
    }

    [Fact]
    public async Task Ctrl_C_ends_the_simulator_well()
    {
        await using var world = await LoopbackWorld.StartAsync(historyDays: 30);
        using var simulate = world.Start("simulate", "--port", "0", "--auto-consent", "--data", "world");
        await Waiting.ForAsync(() => simulate.OutSoFar.Contains("WITHINGS_REDIRECT_URI=", StringComparison.Ordinal), "the simulator's addresses");
        var address = simulate.OutSoFar.Split('\n')[0]["WITHINGS_API_URL=".Length..].TrimEnd();
        using var http = new HttpClient();
        Assert.Contains("demo", await http.GetStringAsync(new Uri(new Uri(address), "/simulator/people")), StringComparison.Ordinal);

        simulate.Interrupt();

        var result = await simulate.EndAsync();
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("have stopped", result.Error, StringComparison.Ordinal);
        Assert.True(File.Exists(world.PathOf("world/world.json")));
    }
}
