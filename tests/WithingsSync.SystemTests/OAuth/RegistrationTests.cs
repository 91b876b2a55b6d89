using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using WithingsSync.Storage.Server;
using WithingsSync.SystemTests.Server;
using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.SystemTests.OAuth;

/// <summary>Applications register themselves (RFC 7591).</summary>
public sealed class RegistrationTests
{
    [Fact]
    public async Task A_client_is_registered_as_a_public_one()
    {
        await using var world = await ServerWorld.StartAsync();
        var scene = new OAuthScene(world);

        using var answer = await scene.PostJsonAsync("/oauth/register", """
            {"client_name":"Assistant","redirect_uris":["https://assistant.example.org/callback"],"grant_types":["authorization_code","refresh_token"],"response_types":["code"],
             "token_endpoint_auth_method":"client_secret_post","application_type":"web","logo_uri":"http://127.0.0.1:9/never-fetched","jwks":{"keys":[]}}
            """);
        var client = await OAuthScene.JsonOf(answer);

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Equal("none", (string?)client["token_endpoint_auth_method"]);
        Assert.Equal("Assistant", (string?)client["client_name"]);
        Assert.Equal("""["https://assistant.example.org/callback"]""", client["redirect_uris"]!.ToJsonString());
        Assert.False(client.ContainsKey("client_secret"));
        Assert.True(answer.Headers.CacheControl!.NoStore);
    }

    [Theory]
    [InlineData("https://assistant.example.org/callback?from=here", true)]
    [InlineData("http://127.0.0.1:33418/", true)]
    [InlineData("http://localhost/callback", true)]
    [InlineData("http://[::1]:8000/callback", true)]
    [InlineData("com.example.app:/callback", true)]
    [InlineData("cursor://anysphere.cursor-mcp/oauth/callback", true)]
    [InlineData("vscode://publisher.extension/callback", true)]
    [InlineData("http://assistant.example.org/callback", false)]
    [InlineData("http://127.0.0.1.example.org/callback", false)]
    [InlineData("http://localhost@example.org/callback", false)]
    [InlineData("http://127.0.0.1:99999/callback", false)]
    [InlineData("https://someone@example.org/callback", false)]
    [InlineData("https://assistant.example.org/callback#here", false)]
    [InlineData("https:assistant.example.org", false)]
    [InlineData("https://assistant.example.org/\ncallback", false)]
    [InlineData("javascript:alert(1)", false)]
    [InlineData("data:text/html,hello", false)]
    [InlineData("file:///etc/passwd", false)]
    [InlineData("/callback", false)]
    [InlineData("mailto:somebody@example.org", false)]
    [InlineData("myapp://callback", false)]
    [InlineData("", false)]
    public async Task Codes_go_to_sites_over_TLS_to_this_machine_or_to_who_owns_a_scheme(string redirect, bool isAllowed)
    {
        await using var world = await ServerWorld.StartAsync();

        using var answer = await new OAuthScene(world).PostJsonAsync("/oauth/register", new JsonObject { ["redirect_uris"] = new JsonArray(redirect) }.ToJsonString());

        Assert.Equal(isAllowed ? HttpStatusCode.Created : HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(isAllowed ? null : "invalid_redirect_uri", await OAuthScene.ErrorOf(answer));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("""{"redirect_uris":[]}""")]
    [InlineData("""{"redirect_uris":[null]}""")]
    [InlineData("""{"redirect_uris":"https://a.example"}""")]
    [InlineData("""{"redirect_uris":["https://a.example"],"client_name":7}""")]
    [InlineData("""{"redirect_uris":["https://a.example"],"client_name":"\ud800"}""")]
    [InlineData("""{"redirect_uris":["https://a.example"],"grant_types":["client_credentials"]}""")]
    [InlineData("""{"redirect_uris":["https://a.example"],"response_types":["token"]}""")]
    [InlineData("""{"redirect_uris":["https://a.example"],"client_name":"123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012"}""")]
    public async Task What_is_no_registration_is_a_400(string body)
    {
        await using var world = await ServerWorld.StartAsync();

        using var answer = await new OAuthScene(world).PostJsonAsync("/oauth/register", body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.StartsWith("invalid_", await OAuthScene.ErrorOf(answer), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_and_what_is_too_large_are_refused()
    {
        await using var world = await ServerWorld.StartAsync();
        var scene = new OAuthScene(world);

        using var form = await scene.PostAsync("/oauth/register", ("redirect_uris", "https://a.example"));
        using var plain = await world.SendAsync(HttpMethod.Post, "/oauth/register", null, new StringContent("""{"redirect_uris":["https://a.example"]}""", Encoding.UTF8, "text/plain"));
        using var large = await scene.PostJsonAsync("/oauth/register", $$"""{"client_name":"{{new string('x', 20_000)}}"}""");

        Assert.Equal(
            [HttpStatusCode.BadRequest, HttpStatusCode.BadRequest, HttpStatusCode.RequestEntityTooLarge], new[] { form, plain, large }.Select(answer => answer.StatusCode));
    }

    [Fact]
    public async Task An_address_registers_twenty_clients_a_minute_and_another_is_not_held_up()
    {
        var time = new ManualTime();
        await using var world = await ServerWorld.StartAsync(time: time);
        var scene = new OAuthScene(world);
        for (var i = 0; i < 20; i++)
        {
            await scene.RegisterAsync();
        }

        const string Body = """{"redirect_uris":["https://a.example"]}""";
        using var tooMany = await scene.PostJsonAsync("/oauth/register", Body);
        using var other = await world.SendAsync(HttpMethod.Post, "/oauth/register", null, new StringContent(Body, Encoding.UTF8, "application/json"), ("X-Forwarded-For", "10.0.0.1, 203.0.113.7"));
        time.Advance(TimeSpan.FromSeconds(61));
        using var later = await scene.PostJsonAsync("/oauth/register", Body);

        Assert.Equal([HttpStatusCode.TooManyRequests, HttpStatusCode.Created, HttpStatusCode.Created], new[] { tooMany, other, later }.Select(answer => answer.StatusCode));
        Assert.NotNull(tooMany.Headers.RetryAfter);
    }

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task Clients_that_nobody_consents_to_are_few_and_forgotten_within_a_day(StoreKind kind)
    {
        var time = new ManualTime();
        await using var world = await ServerWorld.StartAsync(kind, time);
        var scene = new OAuthScene(world);
        var (_, token) = await world.AddPersonAsync("ana");
        var store = world.Get<OAuthClientStore>();
        var used = await scene.RegisterAsync();
        await scene.CodeAsync(used, token);
        var first = await scene.RegisterAsync();
        time.Advance(TimeSpan.FromMinutes(11));
        for (var i = 0; i < OAuthClientStore.MostUnused; i++)
        {
            await store.AddAsync("flood", ["https://a.example"], time.GetUtcNow(), default);
        }

        time.Advance(TimeSpan.FromMinutes(11));
        var last = (await store.AddAsync("last", ["https://a.example"], time.GetUtcNow(), default))!;
        var (isFirstThere, isLastThere) = (await store.FindAsync(first, default) is not null, await store.FindAsync(last.Id, default) is not null);
        time.Advance(TimeSpan.FromHours(25));
        await store.PruneAsync(time.GetUtcNow(), default);

        Assert.Equal((false, true), (isFirstThere, isLastThere));
        Assert.Null(await store.FindAsync(last.Id, default));
        Assert.NotNull(await store.FindAsync(used, default));
    }

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task A_flood_of_registrations_pushes_nobody_out_who_is_just_connecting(StoreKind kind)
    {
        var time = new ManualTime();
        await using var world = await ServerWorld.StartAsync(kind, time);
        var scene = new OAuthScene(world);
        var (_, token) = await world.AddPersonAsync("ana");
        var store = world.Get<OAuthClientStore>();
        var connecting = await scene.RegisterAsync();
        time.Advance(TimeSpan.FromMinutes(9));
        for (var i = 0; i < OAuthClientStore.MostUnused; i++)
        {
            await store.AddAsync("flood", ["https://a.example"], time.GetUtcNow(), default);
        }

        const string Body = """{"redirect_uris":["https://a.example"]}""";
        using var refused = await scene.PostJsonAsync("/oauth/register", Body);
        await scene.CodeAsync(connecting, token);
        time.Advance(TimeSpan.FromMinutes(11));
        using var later = await scene.PostJsonAsync("/oauth/register", Body);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.Created), (refused.StatusCode, later.StatusCode));
        Assert.Equal("temporarily_unavailable", await OAuthScene.ErrorOf(refused));
        Assert.NotNull(refused.Headers.RetryAfter);
    }
}
