using System.Net;
using System.Text;
using WithingsSync.SystemTests.OAuth;
using WithingsSync.SystemTests.Server;
using Xunit;

namespace WithingsSync.SystemTests.McpOverHttp;

/// <summary>An assistant that is a page in a browser: what the browser asks beforehand (CORS), and what the page may read of the answers.</summary>
public sealed class BrowserPageTests
{
    private const string Page = "https://app.example.com";
    private const string List = """{"jsonrpc":"2.0","id":1,"method":"tools/list"}""";
    private const string Sent = "authorization,content-type,mcp-method,mcp-name,mcp-protocol-version,mcp-session-id";

    public static readonly TheoryData<string, string> Routes = new()
    {
        { "POST", "/mcp" },
        { "GET", "/mcp" },
        { "GET", "/.well-known/oauth-protected-resource" },
        { "GET", "/.well-known/oauth-protected-resource/mcp" },
        { "GET", "/.well-known/oauth-authorization-server" },
        { "POST", "/oauth/register" },
        { "POST", "/oauth/token" },
        { "POST", "/oauth/revoke" },
    };

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task A_browser_is_told_that_a_page_that_was_let_in_may_ask(string method, string path)
    {
        await using var world = await StartAsync();

        using var answer = await AskAsync(world, path, Page, method);

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal((Page, Sent), (Header(answer, "Access-Control-Allow-Origin"), Header(answer, "Access-Control-Allow-Headers").Replace(" ", "", StringComparison.Ordinal)));
        Assert.Contains(method, Header(answer, "Access-Control-Allow-Methods"), StringComparison.Ordinal);
        Assert.Equal("", Header(answer, "Access-Control-Allow-Credentials"));
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task A_browser_is_told_that_any_other_page_may_not(string method, string path)
    {
        await using var world = await StartAsync();

        foreach (var origin in new[] { "https://evil.example", "null", "http://app.example.com", "https://app.example.com.evil.example", "https://app.example.com:8443" })
        {
            using var answer = await AskAsync(world, path, origin, method);

            Assert.True(answer.StatusCode == HttpStatusCode.Forbidden, $"{origin} was answered {(int)answer.StatusCode}.");
            Assert.Equal("", Header(answer, "Access-Control-Allow-Origin"));
        }
    }

    [Theory]
    [InlineData("POST", "/oauth/authorize")]
    [InlineData("GET", "/api/v1/reads")]
    [InlineData("GET", "/api/v1/integrations/withings/status")]
    public async Task No_other_route_is_open_to_a_page(string method, string path)
    {
        await using var world = await StartAsync();

        using var asked = await AskAsync(world, path, Page, method);
        using var done = await world.SendAsync(new(method), path, null, null, ("Origin", Page));

        Assert.Equal(("", ""), (Header(asked, "Access-Control-Allow-Origin"), Header(done, "Access-Control-Allow-Origin")));
    }

    [Fact]
    public async Task The_page_reads_answers_and_refusals_and_finds_in_them_where_to_sign_in()
    {
        await using var world = await StartAsync();
        var (_, token) = await world.AddPersonAsync("ana");

        using var good = await world.PostAsync(token, List, ("Origin", Page));
        using var refused = await world.PostAsync(null, List, ("Origin", Page));
        using var strange = await world.PostAsync(token, List, ("Origin", "https://evil.example"));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden), (good.StatusCode, refused.StatusCode, strange.StatusCode));
        Assert.Equal((Page, Page, ""), (Header(good, "Access-Control-Allow-Origin"), Header(refused, "Access-Control-Allow-Origin"), Header(strange, "Access-Control-Allow-Origin")));
        Assert.Contains("WWW-Authenticate", Header(refused, "Access-Control-Expose-Headers"), StringComparison.Ordinal);
        Assert.Contains("Mcp-Session-Id", Header(good, "Access-Control-Expose-Headers"), StringComparison.Ordinal);
        Assert.Contains("resource_metadata", Header(refused, "WWW-Authenticate"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_signs_in_without_leaving_the_browser()
    {
        await using var world = await StartAsync();
        var (_, token) = await world.AddPersonAsync("ana");
        var scene = new OAuthScene(world);

        using var described = await world.SendAsync(HttpMethod.Get, "/.well-known/oauth-authorization-server", null, null, ("Origin", Page));
        using var registered = await world.SendAsync(
            HttpMethod.Post, "/oauth/register", null,
            new StringContent($$"""{"client_name":"Page","redirect_uris":["{{OAuthScene.Redirect}}"]}""", Encoding.UTF8, "application/json"), ("Origin", Page));
        var client = (string)(await OAuthScene.JsonOf(registered))["client_id"]!;
        var code = await scene.CodeAsync(client, token);
        using var exchanged = await ExchangeAsync(world, scene, client, code);
        using var again = await ExchangeAsync(world, scene, client, code);

        Assert.Equal(
            [HttpStatusCode.OK, HttpStatusCode.Created, HttpStatusCode.OK, HttpStatusCode.BadRequest], new[] { described, registered, exchanged, again }.Select(answer => answer.StatusCode));
        Assert.All(new[] { described, registered, exchanged, again }, answer => Assert.Equal(Page, Header(answer, "Access-Control-Allow-Origin")));
    }

    [Fact]
    public async Task A_host_that_is_written_in_other_letters_is_the_one_that_a_browser_names()
    {
        await using var world = await StartAsync("https://Bücher.example:443");
        var (_, token) = await world.AddPersonAsync("ana");

        using var asked = await AskAsync(world, "/mcp", "https://xn--bcher-kva.example", "POST");
        using var done = await world.PostAsync(token, List, ("Origin", "https://xn--bcher-kva.example"));

        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.OK), (asked.StatusCode, done.StatusCode));
        Assert.Equal("https://xn--bcher-kva.example", Header(done, "Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task Where_no_page_is_let_in_nothing_is_said_to_browsers()
    {
        await using var world = await ServerWorld.StartAsync();
        var (_, token) = await world.AddPersonAsync("ana");

        using var asked = await AskAsync(world, "/mcp", Page, "POST");
        using var done = await world.PostAsync(token, List);

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.OK), (asked.StatusCode, done.StatusCode));
        Assert.DoesNotContain(done.Headers, header => header.Key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
    }

    private static Task<ServerWorld> StartAsync(string origins = Page) => ServerWorld.StartAsync(settings: environment => environment["Mcp__AllowedOrigins"] = origins);

    private static Task<HttpResponseMessage> AskAsync(ServerWorld world, string path, string origin, string method) => world.SendAsync(
        HttpMethod.Options, path, null, null, ("Origin", origin), ("Access-Control-Request-Method", method), ("Access-Control-Request-Headers", Sent));

    private static Task<HttpResponseMessage> ExchangeAsync(ServerWorld world, OAuthScene scene, string client, string code) => world.SendAsync(
        HttpMethod.Post, "/oauth/token", null,
        new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["grant_type"] = "authorization_code",
            ["client_id"] = client,
            ["code"] = code,
            ["code_verifier"] = OAuthScene.Verifier,
            ["redirect_uri"] = OAuthScene.Redirect,
            ["resource"] = scene.Resource,
        }),
        ("Origin", Page));

    private static string Header(HttpResponseMessage answer, string name) => answer.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : "";
}
