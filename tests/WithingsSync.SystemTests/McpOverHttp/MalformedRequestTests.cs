using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol.Protocol;
using WithingsSync.SystemTests.Mcp;
using WithingsSync.SystemTests.McpClients.Conformance;
using WithingsSync.SystemTests.Server;
using Xunit;

namespace WithingsSync.SystemTests.McpOverHttp;

/// <summary>Requests that are not what their method takes, at a server.</summary>
public sealed class MalformedRequestTests
{
    [Theory]
    [InlineData("2025-06-18")]
    [InlineData("2025-11-25")]
    [InlineData(McpScene.Modern)]
    public async Task What_is_wrong_with_a_request_is_said_in_every_revision(string version)
    {
        await using var world = await ServerWorld.StartAsync();
        var (_, token) = await world.AddPersonAsync("ana");

        foreach (var (method, asked, wrong) in MalformedRequests.All)
        {
            var arguments = MalformedRequests.Parsed(asked);
            List<(string, string)> headers = [("MCP-Protocol-Version", version)];
            if (version == McpScene.Modern)
            {
                arguments["_meta"] = new JsonObject { [MetaKeys.ProtocolVersion] = version, [MetaKeys.ClientCapabilities] = new JsonObject() };
                headers.Add(("Mcp-Method", method));
                headers.AddRange(from key in new[] { "name", "uri" } where arguments[key]?.GetValueKind() == JsonValueKind.String select ("Mcp-Name", (string)arguments[key]!));
                if (headers.Contains(("Mcp-Name", "")))
                {
                    continue; // No header can say it.
                }
            }

            using var answer = await world.PostAsync(token, new JsonObject { ["jsonrpc"] = "2.0", ["id"] = 1, ["method"] = method, ["params"] = arguments }.ToJsonString(), [.. headers]);

            AssertRefused((await answer.MessageAsync())["error"], wrong, $"{method} {asked}");
        }
    }

    [Theory]
    [InlineData("tools/list", "[1]", "params: [1]")]
    [InlineData("tools/call", "[1]", "params: [1]")]
    [InlineData("tools/call", "\"x\"", "params: \"x\"")]
    [InlineData("tools/call", "null", "name is missing")]
    [InlineData("tools/call", """{"name":"withings_status","_meta":5}""", "_meta: 5")]
    [InlineData("logging/setLevel", """{"level":"loud"}""", "level: \"loud\"")]
    [InlineData("resources/subscribe", "{}", "uri is missing")]
    public async Task Params_are_an_object_of_what_the_method_takes(string method, string asked, string wrong)
    {
        await using var world = await ServerWorld.StartAsync();
        var (_, token) = await world.AddPersonAsync("ana");

        using var answer = await world.PostAsync(token, $$"""{"jsonrpc":"2.0","id":1,"method":"{{method}}","params":{{asked}}}""");

        var message = await answer.MessageAsync();
        Assert.Equal(1, (int)message["id"]!);
        AssertRefused(message["error"], wrong, message.ToJsonString());
    }

    [Theory]
    [InlineData("{}", "arguments.arg1 is missing")]
    [InlineData("""{"arg1":"x"}""", "arguments.arg2 is missing")]
    [InlineData("""{"arg1":"x","arg2":5}""", "arguments.arg2: 5")]
    public async Task What_a_prompt_needs_is_named_where_it_is_missing(string arguments, string wrong)
    {
        await using var host = await ConformanceHost.StartAsync();
        using var browser = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, host.Address)
        {
            Content = new StringContent(
                $$$"""{"jsonrpc":"2.0","id":1,"method":"prompts/get","params":{"name":"test_prompt_with_arguments","arguments":{{{arguments}}}}}""", Encoding.UTF8, "application/json"),
        };
        request.Headers.Accept.ParseAdd("application/json, text/event-stream");

        using var answer = await browser.SendAsync(request);

        AssertRefused((await answer.MessageAsync())["error"], wrong, arguments);
    }

    private static void AssertRefused(JsonNode? error, string wrong, string asked)
    {
        Assert.True((int?)error?["code"] == -32602, $"{asked}: {error?.ToJsonString()}");
        Assert.Contains(wrong, (string)error!["message"]!, StringComparison.Ordinal);
    }
}
