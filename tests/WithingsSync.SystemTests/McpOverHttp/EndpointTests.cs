using System.Net;
using System.Text.Json.Nodes;
using ModelContextProtocol.Protocol;
using WithingsSync.Storage.Server;
using WithingsSync.SystemTests.Server;
using Xunit;

namespace WithingsSync.SystemTests.McpOverHttp;

/// <summary>The endpoint as the wire sees it: who may, from where, in which words.</summary>
public sealed class EndpointTests
{
    private const string List = """{"jsonrpc":"2.0","id":1,"method":"tools/list"}""";

    private static readonly string ModernList = $$"""
        {"jsonrpc":"2.0","id":"a","method":"tools/list","params":{"_meta":{"{{MetaKeys.ProtocolVersion}}":"2026-07-28","{{MetaKeys.ClientCapabilities}}":{} } } }
        """;

    [Fact]
    public async Task Only_a_persons_token_is_let_in()
    {
        await using var world = await ServerWorld.StartAsync();
        var (_, token) = await world.AddPersonAsync("ana");
        var (admin, service) = (await world.IssueAsync(AccessTokenKind.Admin), await world.IssueAsync(AccessTokenKind.Service));

        using var without = await world.PostAsync(null, List);
        using var wrong = await world.PostAsync(token + "x", List);
        using var admins = await world.PostAsync(admin, List);
        using var nobodys = await world.PostAsync(service, List);
        using var anas = await world.PostAsync(token, List);
        using var services = await world.PostAsync(service, List, ("X-Subject", "user-17"));

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized), (without.StatusCode, wrong.StatusCode));
        Assert.Equal("Bearer", Assert.Single(without.Headers.WwwAuthenticate).Scheme);
        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden), (admins.StatusCode, nobodys.StatusCode));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (anas.StatusCode, services.StatusCode));
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("DELETE")]
    public async Task Since_nothing_is_kept_between_requests_only_POST_is_served(string method)
    {
        await using var world = await ServerWorld.StartAsync();
        var (_, token) = await world.AddPersonAsync("ana");

        using var answer = await world.SendAsync(new(method), "/mcp", token);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Equal(["POST"], answer.Content.Headers.Allow);
    }

    [Theory]
    [InlineData("2024-11-05")]
    [InlineData("2025-03-26")]
    [InlineData("2025-06-18")]
    [InlineData("2025-11-25")]
    public async Task The_revisions_with_a_handshake_are_served_to_clients_that_show_no_session(string version)
    {
        await using var world = await ServerWorld.StartAsync();
        var (_, token) = await world.AddPersonAsync("ana");

        using var begun = await world.PostAsync(
            token, $$$"""{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"{{{version}}}","capabilities":{},"clientInfo":{"name":"x","version":"1"} } }""");
        using var told = await world.PostAsync(token, """{"jsonrpc":"2.0","method":"notifications/initialized"}""", ("MCP-Protocol-Version", version));
        using var listed = await world.PostAsync(token, List, ("MCP-Protocol-Version", version));

        Assert.Equal(version, (string)(await begun.MessageAsync())["result"]!["protocolVersion"]!);
        Assert.Equal(HttpStatusCode.Accepted, told.StatusCode);
        Assert.Equal("", await told.Content.ReadAsStringAsync());
        Assert.Contains((await listed.MessageAsync())["result"]!["tools"]!.AsArray(), tool => (string)tool!["name"]! == McpScene.Pressure);
    }

    [Theory]
    [InlineData("2025-06-18")]
    [InlineData("2025-11-25")]
    public async Task Several_streams_at_once_each_have_the_answer_to_their_own_request(string version)
    {
        await using var world = await ServerWorld.StartAsync();
        var (_, token) = await world.AddPersonAsync("ana");
        int[] ids = [1000, 1001, 1002];

        var answers = await Task.WhenAll(ids.Select(id => world.PostAsync(token, $$"""{"jsonrpc":"2.0","id":{{id}},"method":"tools/list"}""", ("MCP-Protocol-Version", version))));

        Assert.All(answers, answer => Assert.Equal((HttpStatusCode.OK, "text/event-stream"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType)));
        foreach (var (answer, id) in answers.Zip(ids))
        {
            var message = await answer.MessageAsync();
            Assert.Equal(id, (int)message["id"]!);
            Assert.NotEmpty(message["result"]!["tools"]!.AsArray());
            answer.Dispose();
        }
    }

    [Fact]
    public async Task The_revision_without_a_handshake_says_everything_with_each_message()
    {
        await using var world = await ServerWorld.StartAsync();
        var (_, token) = await world.AddPersonAsync("ana");

        using var listed = await world.PostAsync(token, ModernList, ("MCP-Protocol-Version", McpScene.Modern), ("Mcp-Method", "tools/list"));
        using var mismatched = await world.PostAsync(token, ModernList, ("MCP-Protocol-Version", McpScene.Modern), ("Mcp-Method", "tools/call"));
        using var bare = await world.PostAsync(token, List, ("MCP-Protocol-Version", McpScene.Modern), ("Mcp-Method", "tools/list"));
        using var older = await world.PostAsync(
            token, ModernList.Replace("tools/list", "ping", StringComparison.Ordinal), ("MCP-Protocol-Version", McpScene.Modern), ("Mcp-Method", "ping"));

        Assert.Contains((await listed.MessageAsync())["result"]!["tools"]!.AsArray(), tool => (string)tool!["name"]! == McpScene.Pressure);
        Assert.Equal(HttpStatusCode.BadRequest, mismatched.StatusCode);
        Assert.Equal("a", (string)(await mismatched.MessageAsync())["id"]!);
        Assert.Equal((HttpStatusCode.BadRequest, -32602), (bare.StatusCode, (int)(await bare.MessageAsync())["error"]!["code"]!));
        Assert.Equal((HttpStatusCode.NotFound, -32601), (older.StatusCode, (int)(await older.MessageAsync())["error"]!["code"]!));
    }

    [Fact]
    public async Task A_revision_that_nobody_knows_is_refused_by_name_with_what_server_discover_says()
    {
        await using var world = await ServerWorld.StartAsync();
        var (_, token) = await world.AddPersonAsync("ana");

        using var answer = await world.PostAsync(token, List, ("MCP-Protocol-Version", "2031-01-01"));
        using var discovered = await world.PostAsync(
            token, ModernList.Replace("tools/list", "server/discover", StringComparison.Ordinal), ("MCP-Protocol-Version", McpScene.Modern), ("Mcp-Method", "server/discover"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var data = (await answer.MessageAsync())["error"]!["data"]!;
        Assert.Equal("2031-01-01", (string)data["requested"]!);
        Assert.True(JsonNode.DeepEquals((await discovered.MessageAsync())["result"]!["supportedVersions"], data["supported"]), data.ToJsonString());
    }

    [Theory]
    [InlineData("{", -32700)]
    [InlineData("", -32700)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"id":2,"method":"tools/list"}""", -32700)]
    [InlineData("[]", -32600)]
    [InlineData("""[{"jsonrpc":"2.0","id":1,"method":"tools/list"}]""", -32600)]
    [InlineData("7", -32600)]
    [InlineData("null", -32600)]
    [InlineData("{}", -32600)]
    [InlineData("""{"jsonrpc":"1.0","id":1,"method":"tools/list"}""", -32600)]
    [InlineData("""{"jsonrpc":"2.0","id":{},"method":"tools/list"}""", -32600)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"\ud800"}""", -32600)]
    public async Task What_is_no_message_is_refused_in_the_words_of_JSON_RPC(string body, int code)
    {
        await using var world = await ServerWorld.StartAsync();
        var (_, token) = await world.AddPersonAsync("ana");

        using var answer = await world.PostAsync(token, body);

        Assert.Equal((HttpStatusCode.BadRequest, code), (answer.StatusCode, (int)(await answer.MessageAsync())["error"]!["code"]!));
    }

    [Fact]
    public async Task What_is_too_large_too_deep_or_of_another_kind_is_refused()
    {
        await using var world = await ServerWorld.StartAsync();
        var (_, token) = await world.AddPersonAsync("ana");

        using var large = await world.PostAsync(token, $$"""{"jsonrpc":"2.0","id":1,"method":"{{new string('x', 70_000)}}"}""");
        using var deep = await world.PostAsync(token, $$"""{"jsonrpc":"2.0","id":1,"method":"x","params":{"a":{{new string('[', 60)}}{{new string(']', 60)}} } }""");
        using var text = await world.PostAsync(token, List, ("Accept", "text/html"));
        using var form = await world.SendAsync(HttpMethod.Post, "/mcp", token, new StringContent(List), ("Accept", "application/json, text/event-stream"));

        Assert.Equal(
            [HttpStatusCode.RequestEntityTooLarge, HttpStatusCode.BadRequest, HttpStatusCode.NotAcceptable, HttpStatusCode.UnsupportedMediaType],
            new[] { large, deep, text, form }.Select(answer => answer.StatusCode));
    }

    [Fact]
    public async Task Pages_of_strangers_and_names_that_are_not_ours_are_kept_out()
    {
        await using var world = await ServerWorld.StartAsync(settings: environment =>
        {
            environment["PUBLIC_URL"] = "https://health.example.org/sync";
            environment["Mcp__AllowedOrigins"] = "https://app.example.com, http://localhost:6274";
            environment["Mcp__AllowedHosts"] = "health.internal";
        });
        var (_, token) = await world.AddPersonAsync("ana");
        var own = world.Server.Addresses[0];

        foreach (var origin in new[] { $"http://localhost:{own.Port}", own.GetLeftPart(UriPartial.Authority), "https://health.example.org", "https://app.example.com", "http://localhost:6274" })
        {
            using var let = await world.PostAsync(token, List, ("Origin", origin));
            Assert.True(let.StatusCode == HttpStatusCode.OK, $"{origin} was answered {(int)let.StatusCode}.");
        }

        foreach (var origin in new[] { "https://evil.example", "null", "http://localhost:1", "https://app.example.com.evil.example", "http://app.example.com", "" })
        {
            using var kept = await world.PostAsync(token, List, ("Origin", origin));
            Assert.True(kept.StatusCode == HttpStatusCode.Forbidden, $"{origin} was answered {(int)kept.StatusCode}.");
            Assert.Contains("Mcp:AllowedOrigins", await kept.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        foreach (var host in new[] { "health.example.org", "health.internal:8443", "localhost", "127.0.0.1:9", "[::1]:80" })
        {
            using var let = await world.PostAsync(token, List, ("Host", host));
            Assert.True(let.StatusCode == HttpStatusCode.OK, $"{host} was answered {(int)let.StatusCode}.");
        }

        foreach (var host in new[] { "evil.example", "localhost.evil.example", "10.0.0.1" })
        {
            using var kept = await world.PostAsync(token, List, ("Host", host));
            Assert.True(kept.StatusCode == HttpStatusCode.MisdirectedRequest, $"{host} was answered {(int)kept.StatusCode}.");
            Assert.Contains("PUBLIC_URL", (string)JsonNode.Parse(await kept.Content.ReadAsStringAsync())!["detail"]!, StringComparison.Ordinal);
        }
    }
}
