using System.Text.Json.Nodes;
using WithingsSync.SystemTests.Mcp;
using WithingsSync.SystemTests.Scene;
using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.SystemTests.Assistants;

/// <summary>Requests that are not what their method takes, at `withings-sync mcp`.</summary>
public sealed class MalformedRequestTests
{
    private const string Modern = """{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}""";

    [Theory]
    [InlineData("2025-11-25", false)]
    [InlineData("2026-07-28", true)]
    public async Task What_is_wrong_with_a_request_is_said(string revision, bool isModern)
    {
        var hello = $$$"""{"jsonrpc":"2.0","id":-1,"method":"initialize","params":{"protocolVersion":"{{{revision}}}","capabilities":{},"clientInfo":{"name":"a script","version":"1"} } }""";
        var requests = MalformedRequests.All.Select((one, id) =>
        {
            var asked = MalformedRequests.Parsed(one.Params);
            if (isModern)
            {
                asked["_meta"] = JsonNode.Parse(Modern);
            }

            return new JsonObject { ["jsonrpc"] = "2.0", ["id"] = id, ["method"] = one.Method, ["params"] = asked }.ToJsonString();
        });

        var answers = await AskAsync(isModern ? requests : requests.Prepend(hello));

        for (var id = 0; id < MalformedRequests.All.Count; id++)
        {
            AssertRefused(answers[id], MalformedRequests.All[id].Wrong);
        }
    }

    [Theory]
    [InlineData("{}", "protocolVersion is missing")]
    [InlineData("""{"protocolVersion":5,"capabilities":{},"clientInfo":{"name":"x","version":"1"}}""", "protocolVersion: 5")]
    [InlineData("""{"protocolVersion":"2025-11-25","clientInfo":{"name":"x","version":"1"}}""", "capabilities is missing")]
    [InlineData("""{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"x"}}""", "clientInfo.version is missing")]
    [InlineData("""{"protocolVersion":"2025-11-25","protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"x","version":"1"}}""", "stands twice")]
    public async Task A_handshake_that_is_none_is_refused_in_words(string asked, string wrong)
    {
        var answers = await AskAsync([$$"""{"jsonrpc":"2.0","id":0,"method":"initialize","params":{{asked}} }"""]);

        AssertRefused(answers[0], wrong);
    }

    private static async Task<Dictionary<int, JsonNode>> AskAsync(IEnumerable<string> requests)
    {
        await using var world = await Worlds.StrangerAsync(days: 1, time: TimeProvider.System);
        await File.WriteAllLinesAsync(world.PathOf("requests"), requests);
        using var process = CliProcess.Start(world, ["sh", "-c", "exec \"$@\" < requests", "sh"], ["mcp"]);
        var end = await process.EndAsync();
        return end.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!).ToDictionary(message => (int)message["id"]!);
    }

    private static void AssertRefused(JsonNode answer, string wrong)
    {
        Assert.True((int?)answer["error"]?["code"] == -32602, $"{wrong}: {answer.ToJsonString()}");
        Assert.Contains(wrong, (string)answer["error"]!["message"]!, StringComparison.Ordinal);
    }
}
