using System.Text.Json.Nodes;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using Xunit;

namespace WithingsSync.SystemTests.Mcp;

/// <summary>Requests for what is not there, or that leave out what they may.</summary>
public sealed class UnknownNameTests(ToolScene scene) : IClassFixture<ToolScene>
{
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
