using System.Text.Json.Nodes;
using WithingsSync.Simulator.Faults;
using WithingsSync.SystemTests.Scene;
using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.SystemTests.Assistants;

/// <summary>`withings-sync mcp` behind a script: all that it asks lies ready, and after it standard input ends.</summary>
public sealed class EndOfInputTests
{
    private const string Hello = """{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"a script","version":"1"}}}""";
    private const string List = """{"jsonrpc":"2.0","id":2,"method":"tools/list"}""";
    private const string Call = """{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"withings_get_blood_pressure","arguments":{"start_date":"7d"}}}""";
    private const string Modern = """
        "_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}
        """;
    private const string ModernCall = $$$$"""{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{{{{{Modern}}}}, "name":"withings_get_blood_pressure","arguments":{"start_date":"7d"}}}""";
    private const string Subscription = $$$$"""{"jsonrpc":"2.0","id":3,"method":"subscriptions/listen","params":{{{{{Modern}}}}, "notifications":{}}}""";

    [Theory]
    [InlineData($"{Hello}\n{List}\n")]
    [InlineData($"{Hello}\n\n{List}")]
    [InlineData($"{Hello}\r\nneither JSON nor of the protocol\r\n{List}\r\n")]
    public async Task All_that_was_asked_is_answered_and_then_it_ends_well(string input)
    {
        await using var world = await Worlds.StrangerAsync(days: 1, time: TimeProvider.System);
        using var process = Start(world, input);

        var end = await process.EndAsync();

        var answers = Answers(end);
        Assert.Equal(0, end.ExitCode);
        Assert.Equal([1, 2], answers.Keys.Order());
        Assert.Equal("withings", (string?)answers[1]["result"]!["serverInfo"]!["name"]);
        Assert.NotEmpty(answers[2]["result"]!["tools"]!.AsArray());
    }

    [Fact]
    public async Task What_cannot_be_answered_is_refused()
    {
        await using var world = await Worlds.StrangerAsync(days: 1, time: TimeProvider.System);
        var deep = $$"""{"jsonrpc":"2.0","id":3,"method":"tools/call","params":{{string.Concat(Enumerable.Repeat("[", 500))}}{{string.Concat(Enumerable.Repeat("]", 500))}}}""";
        using var process = Start(world, $$"""{{Hello}}{{'\n'}}{"jsonrpc":"2.0","id":2,"method":"tea/brew"}{{'\n'}}{{deep}}{{'\n'}}""");

        var end = await process.EndAsync();

        var answers = Answers(end);
        Assert.Equal(0, end.ExitCode);
        Assert.Equal(-32601, (int?)answers[2]["error"]!["code"]);
        Assert.Equal(-32700, (int?)answers[3]["error"]!["code"]);
    }

    /// <summary>The subscription would stay open until somebody cancels it.</summary>
    [Theory]
    [InlineData($"{Hello}\n{Call}\n")]
    [InlineData($"{Subscription}\n{ModernCall}\n")]
    public async Task A_call_that_waits_for_Withings_is_answered_whole(string input)
    {
        await using var world = await Worlds.SignedInAsync(days: 3, time: TimeProvider.System);
        var hold = world.World.Faults.Inject(new(FaultKind.Hold) { Path = "/measure", Action = "getmeas" });
        using var process = Start(world, input);
        await hold.Reached.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        Assert.False(process.HasExited);

        world.World.Faults.Clear();
        var end = await process.EndAsync();

        Assert.Equal(0, end.ExitCode);
        Assert.True(Answers(end).ContainsKey(2), end.ToString());
        var answer = Answers(end)[2]["result"]!["structuredContent"]!;
        Assert.True((bool)answer["is_complete"]!, answer.ToJsonString());
        Assert.Equal("pulled", (string?)answer["source"]);
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task A_signal_ends_it_though_a_call_is_not_answered_yet(string signal)
    {
        await using var world = await Worlds.SignedInAsync(days: 3, time: TimeProvider.System);
        var hold = world.World.Faults.Inject(new(FaultKind.Hold) { Path = "/measure", Action = "getmeas" });
        using var process = Start(world, $"{Hello}\n{Call}\n");
        await hold.Reached.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);

        process.Signal(signal);
        var end = await process.EndAsync();

        // After 20 seconds it would have been answered with what is stored.
        Assert.Equal(130, end.ExitCode);
        Assert.DoesNotContain(2, Answers(end).Keys);
        Assert.DoesNotContain("   at ", end.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_is_gone_is_not_waited_for()
    {
        await using var world = await Worlds.StrangerAsync(days: 1, time: TimeProvider.System);
        await File.WriteAllTextAsync(world.PathOf("requests"), $"{Hello}\n{List}\n", TestContext.Current.CancellationToken);
        using var process = CliProcess.Start(world, ["sh", "-c", "\"$@\" < requests | true", "sh"], ["mcp"]);

        var end = await process.EndAsync();

        Assert.DoesNotContain("   at ", end.Error, StringComparison.Ordinal);
    }

    private static CliProcess Start(LoopbackWorld world, string input)
    {
        File.WriteAllText(world.PathOf("requests"), input);
        return CliProcess.Start(world, ["sh", "-c", "exec \"$@\" < requests", "sh"], ["mcp"]);
    }

    private static Dictionary<int, JsonNode> Answers(CliResult end) =>
        end.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!).Where(message => message["id"] is not null).ToDictionary(message => (int)message["id"]!);
}
