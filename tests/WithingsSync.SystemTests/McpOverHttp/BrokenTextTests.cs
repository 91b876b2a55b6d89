using System.Text.Json.Nodes;
using WithingsSync.SystemTests.Server;
using Xunit;

namespace WithingsSync.SystemTests.McpOverHttp;

/// <summary>Texts with half of a character in them, which no official client sends.</summary>
public sealed class BrokenTextTests
{
    [Theory]
    [InlineData("withings_get_measurements", """{"start_date":"\ud800"}""")]
    [InlineData("withings_get_measurements", """{"start_date":"today","resolution":"\udc00x"}""")]
    [InlineData("withings_get_body_measures", """{"start_date":"today","types":["weight",["\ud800"]]}""")]
    public async Task Half_of_a_character_is_named_as_what_is_wrong(string tool, string arguments)
    {
        await using var world = await ServerWorld.StartAsync();

        var error = (await CallAsync(world, tool, arguments))["error"]!;

        Assert.Equal(-32602, (int)error["code"]!);
        Assert.Contains("half of a character", (string)error["message"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"start_date":{"\ud800":1}}""")]
    [InlineData("""{"start_date":"today","\ud800":"today"}""")]
    public async Task In_a_name_it_is_no_JSON(string arguments)
    {
        await using var world = await ServerWorld.StartAsync();

        var error = (await CallAsync(world, "withings_get_measurements", arguments))["error"]!;

        Assert.Equal(-32700, (int)error["code"]!);
        Assert.Contains("half of a character", (string)error["message"]!, StringComparison.Ordinal);
    }

    private static async Task<JsonObject> CallAsync(ServerWorld world, string tool, string arguments)
    {
        var (_, token) = await world.AddPersonAsync("ana");
        using var answer = await world.PostAsync(token, $$$"""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"{{{tool}}}","arguments":{{{arguments}}}}}""");
        return await answer.MessageAsync();
    }
}
