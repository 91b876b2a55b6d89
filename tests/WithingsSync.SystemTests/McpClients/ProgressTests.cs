using System.Text.Json;
using System.Text.Json.Nodes;
using WithingsSync.SystemTests.Scene;
using WithingsSync.SystemTests.Server;
using Xunit;

namespace WithingsSync.SystemTests.McpClients;

/// <summary>Clients that nobody here wrote hear how a long pull goes on, and hear no more of it once they have their answer.</summary>
public sealed class ProgressTests
{
    private const int Nights = 10;

    [Theory]
    [InlineData("sdk")]
    [InlineData("client")]
    public async Task Over_standard_input_and_output_a_pull_tells_how_far_it_is(string client)
    {
        await using var world = await Worlds.SignedInAsync(days: Nights, time: TimeProvider.System);

        AssertHeard(await CallAsync(client, NodeClients.Stdio(world)));
    }

    [Theory]
    [InlineData("sdk")]
    [InlineData("client")]
    public async Task Over_HTTP_a_pull_tells_how_far_it_is(string client)
    {
        await using var world = await ServerWorld.StartAsync(historyDays: Nights);
        var (_, token) = await world.AddPersonAsync("ana");
        await world.ConnectAsync(token);

        AssertHeard(await CallAsync(client, NodeClients.Http(world.Server.Addresses[0], token)));
    }

    private static async Task<JsonElement> CallAsync(string client, JsonObject server)
    {
        static JsonNode Ask(string tool) => new JsonObject { ["name"] = tool, ["arguments"] = new JsonObject { ["start_date"] = "7d" } };
        return await NodeClients.AskAsync("progress.mjs", new()
        {
            ["server"] = server,
            ["client"] = client,
            ["calls"] = new JsonArray(Ask("withings_get_sleep"), Ask("withings_get_sleep")),
        });
    }

    private static void AssertHeard(JsonElement answers)
    {
        var (first, second) = (answers.GetProperty("calls")[0], answers.GetProperty("calls")[1]);
        var told = first.GetProperty("told").EnumerateArray().ToList();
        var steps = told.ConvertAll(one => one.GetProperty("progress").GetDecimal());
        var answer = first.GetProperty("result").GetProperty("structuredContent");

        Assert.True(told.Count > 1, $"Only this was told: {first.GetProperty("told")}");
        Assert.Equal(steps.Order().Distinct(), steps);
        Assert.Contains(told, one => one.GetProperty("message").GetString()!.StartsWith("Nights: ", StringComparison.Ordinal));
        Assert.Contains(told, one => one.GetProperty("message").GetString()!.StartsWith("Sleep: ", StringComparison.Ordinal));
        Assert.All(told, one => Assert.Contains("records read from Withings", one.GetProperty("message").GetString(), StringComparison.Ordinal));
        Assert.Equal(("pulled", true), (answer.GetProperty("source").GetString(), answer.GetProperty("is_complete").GetBoolean()));
        Assert.Equal("store", second.GetProperty("result").GetProperty("structuredContent").GetProperty("source").GetString());
        Assert.Empty(second.GetProperty("told").EnumerateArray());
        Assert.Equal((0, 0), (first.GetProperty("late").GetInt32(), second.GetProperty("late").GetInt32()));
    }
}
