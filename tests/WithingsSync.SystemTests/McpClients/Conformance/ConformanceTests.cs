using System.Text.RegularExpressions;
using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.SystemTests.McpClients.Conformance;

/// <summary>
/// The official conformance suite against our endpoint, in both eras of the protocol. What may fail is named; a scenario that begins to pass, or another that fails,
/// fails the test.
/// </summary>
public sealed partial class ConformanceTests
{
    private const string NoWayBack = "the server would have to call the client, for which a server without sessions has no channel";

    /// <summary>Scenarios of 2025-11-25 that fail, and why. From 2026-07-28 on what they do is done with results instead.</summary>
    private static readonly Dictionary<string, string> Expected = new(StringComparer.Ordinal)
    {
        ["tools-call-sampling"] = NoWayBack,
        ["tools-call-elicitation"] = NoWayBack,
    };

    [Theory]
    [InlineData("active", "2025-11-25")]
    [InlineData("active", "2026-07-28")]
    [InlineData("draft", "2026-07-28")]
    public async Task Every_scenario_passes_but_those_that_need_a_way_back_to_the_client(string suite, string version)
    {
        await using var host = await ConformanceHost.StartAsync();
        var expected = Path.GetTempFileName();
        await File.WriteAllLinesAsync(expected, ["server:", .. Expected.Where(_ => version == "2025-11-25").Select(one => $"  - {one.Key} # {one.Value}")]);

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
