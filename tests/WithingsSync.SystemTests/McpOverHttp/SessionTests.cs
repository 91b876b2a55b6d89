using System.Net;
using System.Text.Json.Nodes;
using WithingsSync.SystemTests.Server;
using Xunit;

namespace WithingsSync.SystemTests.McpOverHttp;

/// <summary>Sessions of the revisions before 2026-07-28: an id that says all there is to say, and that nobody keeps.</summary>
public sealed class SessionTests
{
    private const string Header = "Mcp-Session-Id";
    private const string Status = """{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"withings_status","arguments":{} } }""";

    private static readonly (string Name, string Value) Version = ("MCP-Protocol-Version", "2025-11-25");

    [Fact]
    public async Task The_access_log_says_which_program_used_the_token()
    {
        await using var world = await ServerWorld.StartAsync();
        var (_, token) = await world.AddPersonAsync("ana");
        await world.ConnectAsync(token);
        var session = await BeginAsync(world, token, "claude-code");

        using var called = await world.PostAsync(token, Status, Version, (Header, session));
        using var nameless = await world.PostAsync(token, Status, Version);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (called.StatusCode, nameless.StatusCode));
        Assert.Null((await called.MessageAsync())["error"]);
        Assert.Equal([null, "claude-code"], await ProgramsAsync(world, token));
    }

    [Fact]
    public async Task From_2026_07_28_on_each_request_says_which_program_asks_and_a_session_is_nobodys_business()
    {
        await using var world = await ServerWorld.StartAsync();
        var (_, token) = await world.AddPersonAsync("ana");
        await world.ConnectAsync(token);

        using var called = await world.PostAsync(
            token,
            """
            {"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"withings_status","arguments":{},"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28",
            "io.modelcontextprotocol/clientCapabilities":{},"io.modelcontextprotocol/clientInfo":{"name":"cursor","version":"3"} } } }
            """,
            ("MCP-Protocol-Version", McpScene.Modern),
            ("Mcp-Method", "tools/call"),
            ("Mcp-Name", "withings_status"),
            (Header, "of-another-server"));

        Assert.Equal(HttpStatusCode.OK, called.StatusCode);
        Assert.False(called.Headers.Contains(Header));
        Assert.Equal(["cursor"], await ProgramsAsync(world, token));
    }

    [Theory]
    [InlineData("invented")]
    [InlineData("CfDJ8")]
    [InlineData("%%%")]
    public async Task A_session_that_was_not_given_out_here_is_not_found_so_that_the_client_begins_again(string session)
    {
        await using var world = await ServerWorld.StartAsync();
        var (_, token) = await world.AddPersonAsync("ana");

        using var called = await world.PostAsync(token, Status, Version, (Header, session));
        using var begun = await world.PostAsync(token, Handshake("2025-11-25", "x"), (Header, session));

        Assert.Equal((HttpStatusCode.NotFound, -32001), (called.StatusCode, (int)(await called.MessageAsync())["error"]!["code"]!));
        Assert.Equal(HttpStatusCode.OK, begun.StatusCode);
        Assert.True(begun.Headers.Contains(Header));
    }

    [Fact]
    public async Task Nobody_can_use_the_session_of_somebody_else()
    {
        await using var world = await ServerWorld.StartAsync();
        var (_, anas) = await world.AddPersonAsync("ana");
        var (_, bos) = await world.AddPersonAsync("bo");
        var session = await BeginAsync(world, anas, "claude-code");

        using var called = await world.PostAsync(bos, Status, Version, (Header, session));

        Assert.Equal(HttpStatusCode.NotFound, called.StatusCode);
    }

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task A_program_with_a_rude_name_gets_a_short_one(StoreKind kind)
    {
        await using var world = await ServerWorld.StartAsync(kind);
        var (_, token) = await world.AddPersonAsync("ana");
        await world.ConnectAsync(token);
        var session = await BeginAsync(world, token, "a\\n\\u0000b" + new string('x', 5_000));

        using var called = await world.PostAsync(token, Status, Version, (Header, session));

        Assert.InRange(session.Length, 1, 1_000);
        Assert.Equal(["a  b" + new string('x', 96)], await ProgramsAsync(world, token));
    }

    [Theory]
    [InlineData("""{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"\ud800","version":"1"}}""")]
    [InlineData("""{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"x"}}""")]
    [InlineData("""{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":"x"}""")]
    [InlineData("""{"protocolVersion":7,"capabilities":{},"clientInfo":{"name":"x","version":"1"}}""")]
    [InlineData("""{"protocolVersion":"2025-11-25"}""")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    public async Task A_handshake_that_is_none_is_refused_in_words(string handshake)
    {
        await using var world = await ServerWorld.StartAsync();
        var (_, token) = await world.AddPersonAsync("ana");

        using var begun = await world.PostAsync(token, $$"""{"jsonrpc":"2.0","id":7,"method":"initialize","params":{{handshake}}}""");

        var message = await begun.MessageAsync();
        Assert.Equal((HttpStatusCode.BadRequest, 7, -32602), (begun.StatusCode, (int)message["id"]!, (int)message["error"]!["code"]!));
        Assert.Contains("clientInfo", (string)message["error"]!["message"]!, StringComparison.Ordinal);
        Assert.False(begun.Headers.Contains(Header));
    }

    private static string Handshake(string version, string name) =>
        $$$"""{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"{{{version}}}","capabilities":{},"clientInfo":{"name":"{{{name}}}","version":"1"} } }""";

    private static async Task<string> BeginAsync(ServerWorld world, string token, string name)
    {
        using var begun = await world.PostAsync(token, Handshake("2025-11-25", name));
        return Assert.Single(begun.Headers.GetValues(Header));
    }

    /// <summary>The newest first.</summary>
    private static async Task<IEnumerable<string?>> ProgramsAsync(ServerWorld world, string token) =>
        ((JsonArray)(await world.GetJsonAsync("/api/v1/reads", token))["reads"]!).Select(read => (string?)read!["program"]);
}
