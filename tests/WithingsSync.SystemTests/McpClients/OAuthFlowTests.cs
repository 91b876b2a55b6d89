using System.Text.Json.Nodes;
using WithingsSync.SystemTests.Scene;
using WithingsSync.SystemTests.Server;
using Xunit;

namespace WithingsSync.SystemTests.McpClients;

/// <summary>
/// Sign-in as hosted assistants do it, driven by the official clients: the refusal, its metadata, the registration, the person's consent, code and PKCE, tokens, a
/// tool's answer, and the renewal.
/// </summary>
public sealed class OAuthFlowTests
{
    [Theory]
    [InlineData("sdk", "2025-11-25")]
    [InlineData("client", "2026-07-28")]
    public async Task A_client_that_was_given_nothing_but_the_address_is_let_in_by_the_person_and_stays_in(string client, string version)
    {
        await using var world = await ServerWorld.StartAsync(historyDays: 8);
        var (_, token) = await world.AddPersonAsync("ana");
        await world.ConnectAsync(token);
        var (truth, days) = (world.Simulator.World.TruthOf(Worlds.Demo), AskedDays.Before(world.Time.GetUtcNow(), 4, Worlds.Paris));
        var check = ToolChecks.All.Single(one => one.Tool == "withings_get_activity");

        var answers = await NodeClients.AskAsync("oauth.mjs", new JsonObject
        {
            ["url"] = new Uri(world.Server.Addresses[0], "mcp").OriginalString,
            ["clients"] = new JsonArray(client),
            ["personToken"] = token,
            ["call"] = new JsonObject { ["name"] = check.Tool, ["arguments"] = check.Arguments(truth, days) },
        });

        var flow = answers.GetProperty(client);
        Assert.Equal(version, flow.GetProperty("version").GetString());
        Assert.Equal("S256", flow.GetProperty("asked").GetProperty("method").GetString());
        Assert.True(flow.GetProperty("asked").GetProperty("isOfVerifier").GetBoolean());
        Assert.EndsWith("/mcp", flow.GetProperty("asked").GetProperty("resource").GetString(), StringComparison.Ordinal);
        Assert.False(flow.GetProperty("registered").GetProperty("hasSecret").GetBoolean());
        Assert.Equal("bearer", flow.GetProperty("granted").GetProperty("type").GetString(), ignoreCase: true);
        Assert.True(flow.GetProperty("granted").GetProperty("hasRefresh").GetBoolean());
        check.Assert(flow.GetProperty("first").GetProperty("structuredContent"), truth, days);
        Assert.True(flow.GetProperty("renewed").GetProperty("isOther").GetBoolean());
        check.Assert(flow.GetProperty("second").GetProperty("structuredContent"), truth, days);
    }

    [Fact]
    public async Task The_conformance_suite_finds_no_fault_with_the_authorisation_server()
    {
        await using var world = await ServerWorld.StartAsync();
        var (_, token) = await world.AddPersonAsync("ana");

        var judged = await NodeClients.AskAsync("authorization.mjs", new JsonObject
        {
            ["issuer"] = world.Server.Addresses[0].OriginalString,
            ["resource"] = new Uri(world.Server.Addresses[0], "mcp").OriginalString,
            ["personToken"] = token,
        });

        Assert.True(judged.GetProperty("exitCode").GetInt32() == 0 && judged.GetProperty("asked").GetBoolean(), judged.GetProperty("output").GetString());
    }
}
