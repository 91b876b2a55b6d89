using Xunit;

namespace WithingsSync.SystemTests.McpClients.Conformance;

/// <summary>
/// The official conformance suite against our endpoint, in both eras of the protocol. What may fail is named; a scenario that begins to pass, or another that fails,
/// fails the test.
/// </summary>
public sealed class ConformanceTests
{
    private const string NoWayBack = "the server would have to call the client, for which a server without sessions has no channel";

    private const string NoHeaders = "none of our tools takes an argument from a header, so what such a header must look like is not looked at";

    /// <summary>Scenarios that fail, by suite and version, and why. From 2026-07-28 on what needed a way back is done with results instead, and those pass.</summary>
    private static readonly Dictionary<(string Suite, string Version), Dictionary<string, string>> Expected = new()
    {
        [("active", "2025-11-25")] = new(StringComparer.Ordinal)
        {
            ["tools-call-sampling"] = NoWayBack,
            ["tools-call-elicitation"] = NoWayBack,
            ["elicitation-sep1034-defaults"] = NoWayBack,
            ["elicitation-sep1330-enums"] = NoWayBack,
        },
        [("active", "2026-07-28")] = [],
        [("draft", "2026-07-28")] = new(StringComparer.Ordinal) { ["http-custom-header-server-validation"] = NoHeaders },
    };

    [Theory]
    [InlineData("active", "2025-11-25")]
    [InlineData("active", "2026-07-28")]
    [InlineData("draft", "2026-07-28")]
    public async Task Every_scenario_passes_but_those_that_need_a_way_back_to_the_client(string suite, string version)
    {
        await using var host = await ConformanceHost.StartAsync();
        var expected = Path.GetTempFileName();
        await File.WriteAllTextAsync(expected, $"server: [{string.Join(", ", Expected[(suite, version)].Keys)}]");

        var result = await NodeClients.RunAsync(
        [
            NodeClients.Installed("@modelcontextprotocol/conformance/dist/index.js"),
            "server", "--url", host.Address.OriginalString, "--suite", suite, "--spec-version", version, "--expected-failures", expected,
        ]);

        File.Delete(expected);
        TestContext.Current.TestOutputHelper?.WriteLine(result.ToString());
        Assert.True(result.ExitCode == 0, result.ToString());
    }
}
