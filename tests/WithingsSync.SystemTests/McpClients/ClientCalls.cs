using System.Text.Json;
using System.Text.Json.Nodes;
using WithingsSync.Mcp;
using WithingsSync.Simulator;
using Xunit;

namespace WithingsSync.SystemTests.McpClients;

/// <summary>What both official clients got from one server: everything it lists, every tool's answer, resources of the person, and every prompt.</summary>
internal sealed class ClientCalls
{
    /// <summary>With the era of the protocol that each speaks when it may choose.</summary>
    public static readonly IReadOnlyDictionary<string, string> Clients = new Dictionary<string, string>(StringComparer.Ordinal) { ["sdk"] = "2025-11-25", ["client"] = "2026-07-28" };

    /// <summary>The tools of the product, each of which must have a check.</summary>
    public static readonly IReadOnlyList<string> Offered = [.. WithingsTools.Options("1.0").ToolCollection!.Select(tool => tool.ProtocolTool.Name).Order(StringComparer.Ordinal)];

    /// <summary>The prompts of the product.</summary>
    public static readonly IReadOnlyList<string> Prompts = [.. WithingsTools.Options("1.0").PromptCollection!.Select(prompt => prompt.ProtocolPrompt.Name).Order(StringComparer.Ordinal)];

    private static readonly IReadOnlyList<ToolCheck> Called = [.. ToolChecks.All.Where(check => Offered.Contains(check.Tool))];

    private readonly JsonElement _answers;

    private ClientCalls(JsonElement answers, Truth truth, AskedDays days) => (_answers, Truth, Days) = (answers, truth, days);

    /// <summary>What was true of the person when the calls were made.</summary>
    public Truth Truth { get; }

    public AskedDays Days { get; }

    /// <param name="server">As <see cref="NodeClients.Stdio"/> or <see cref="NodeClients.Http"/> says it.</param>
    public static async Task<ClientCalls> MakeAsync(JsonObject server, Truth truth, AskedDays days)
    {
        var job = new JsonObject
        {
            ["server"] = server,
            ["clients"] = new JsonArray([.. Clients.Keys.Select(name => (JsonNode)name)]),
            ["calls"] = new JsonArray([.. Called.Select(check => new JsonObject { ["name"] = check.Tool, ["arguments"] = check.Arguments(truth, days) })]),
            ["reads"] = new JsonArray([.. ResourceChecks.All.Select(check => (JsonNode)check.Address(truth, days))]),
            ["prompts"] = new JsonArray([.. Prompts.Select(name => new JsonObject { ["name"] = name, ["arguments"] = new JsonObject { ["start_date"] = "21d" } })]),
        };
        return new(await NodeClients.AskAsync("ask.mjs", job), truth, days);
    }

    public JsonElement Of(string client) => _answers.GetProperty(client);

    public IReadOnlyList<string> Tools(string client) => [.. Of(client).GetProperty("tools").EnumerateArray().Select(tool => tool.GetProperty("name").GetString()!)];

    /// <summary>The client took the tool's answer, which says the truth.</summary>
    public void AssertTrue(string client, string tool)
    {
        var at = Called.Index().SingleOrDefault(one => one.Item.Tool == tool);
        Assert.True(at.Item is not null, $"{tool} has no check: give it one in {nameof(ToolChecks)}.");
        var outcome = Of(client).GetProperty("calls")[at.Index];
        Assert.False(outcome.TryGetProperty("error", out var error), $"{tool} through {client}: {error}");
        var result = outcome.GetProperty("result");
        Assert.False(result.TryGetProperty("isError", out var isError) && isError.GetBoolean(), $"{tool} through {client}: {result}");
        var structured = result.GetProperty("structuredContent");
        Assert.True(JsonElement.DeepEquals(structured, JsonElement.Parse(result.GetProperty("content")[0].GetProperty("text").GetString()!)), $"{tool}: the text says something else than the structure.");
        at.Item.Assert(structured, Truth, Days);
    }

    /// <summary>The client read the resource, which says the truth.</summary>
    public void AssertRead(string client, string resource)
    {
        var check = ResourceChecks.All.Index().Single(one => one.Item.Name == resource);
        var outcome = Of(client).GetProperty("reads")[check.Index];
        Assert.False(outcome.TryGetProperty("error", out var error), $"{resource} through {client}: {error}");
        var content = Assert.Single(outcome.GetProperty("result").GetProperty("contents").EnumerateArray());
        Assert.Equal((check.Item.Address(Truth, Days), "application/json"), (content.GetProperty("uri").GetString(), content.GetProperty("mimeType").GetString()));
        check.Item.Assert(JsonElement.Parse(content.GetProperty("text").GetString()!), Truth, Days);
    }

    /// <summary>The client got the prompt, with the argument that it gave.</summary>
    public void AssertPrompts(string client)
    {
        foreach (var (prompt, outcome) in Prompts.Zip(Of(client).GetProperty("gets").EnumerateArray()))
        {
            Assert.False(outcome.TryGetProperty("error", out var error), $"{prompt} through {client}: {error}");
            var message = Assert.Single(outcome.GetProperty("result").GetProperty("messages").EnumerateArray());
            Assert.Contains("start_date \"21d\"", message.GetProperty("content").GetProperty("text").GetString(), StringComparison.Ordinal);
        }
    }
}
