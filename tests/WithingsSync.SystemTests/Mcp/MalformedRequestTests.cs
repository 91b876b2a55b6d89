using System.Text.Json.Nodes;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using Xunit;

namespace WithingsSync.SystemTests.Mcp;

/// <summary>Requests that are not what their method takes, over a stream as an assistant on the same machine has it.</summary>
public sealed class MalformedRequestTests(ToolScene scene) : IClassFixture<ToolScene>
{
    [Fact]
    public async Task What_is_wrong_with_a_request_is_said()
    {
        foreach (var (method, asked, wrong) in MalformedRequests.All)
        {
            var error = await RefusalAsync(method, asked);

            Assert.True(error.ErrorCode == McpErrorCode.InvalidParams, $"{method} {asked}: {error.ErrorCode}");
            Assert.Contains(wrong, error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("tools/call", "name", "Unknown tool")]
    [InlineData("prompts/get", "name", "Unknown prompt")]
    [InlineData("resources/read", "uri", "Unknown resource")]
    public async Task Who_asks_for_what_is_not_there_is_told_where_all_that_is_stands(string method, string member, string said)
    {
        var error = await RefusalAsync(method, $$"""{"{{member}}":"withings://dreams"}""");

        Assert.Contains(said, error.Message, StringComparison.Ordinal);
        Assert.Contains("'withings://dreams'", error.Message, StringComparison.Ordinal);
        Assert.Contains($"{method.Split('/')[0]}/list", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_name_is_not_repeated_whole()
    {
        var error = await RefusalAsync("tools/call", new JsonObject { ["name"] = new string('n', 50_000) }.ToJsonString());

        Assert.Contains("Unknown tool", error.Message, StringComparison.Ordinal);
        Assert.True(error.Message.Length < 500, error.Message);
    }

    [Fact]
    public async Task What_may_be_left_out_may_be_null()
    {
        foreach (var (method, asked) in new[] { ("tools/list", """{"cursor":null}"""), ("tools/call", """{"name":"withings_status","arguments":null}"""), ("prompts/get", """{"name":"weekly_review","arguments":null}""") })
        {
            Assert.NotNull((await scene.Client.SendRequestAsync(new JsonRpcRequest { Method = method, Params = MalformedRequests.Parsed(asked) })).Result);
        }
    }

    private async Task<McpProtocolException> RefusalAsync(string method, string asked) =>
        await Assert.ThrowsAnyAsync<McpProtocolException>(() => scene.Client.SendRequestAsync(new JsonRpcRequest { Method = method, Params = MalformedRequests.Parsed(asked) }));
}
