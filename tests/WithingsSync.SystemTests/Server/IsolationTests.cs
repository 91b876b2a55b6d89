using System.Net;
using System.Text;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Storage.Server;
using Xunit;

namespace WithingsSync.SystemTests.Server;

/// <summary>Nobody sees another's anything: every route there is, walked with every token that should not do.</summary>
public sealed class IsolationTests
{
    private static readonly string[] Open =
        ["GET /", "GET /health", "HEAD /health", "GET /health/live", "HEAD /health/live", "GET /health/ready", "HEAD /health/ready",
        "GET /api/v1/webhooks/withings/", "HEAD /api/v1/webhooks/withings/", "POST /api/v1/webhooks/withings/",
        "GET /api/v1/integrations/withings/callback", "HEAD /api/v1/integrations/withings/callback",
        "GET /.well-known/oauth-protected-resource", "GET /.well-known/oauth-protected-resource/mcp", "GET /.well-known/oauth-authorization-server",
        "POST /oauth/register", "GET /oauth/authorize", "POST /oauth/authorize", "POST /oauth/token", "POST /oauth/revoke"];

    [Fact]
    public async Task Without_a_token_only_the_open_routes_answer()
    {
        await using var world = await ServerWorld.StartAsync();

        foreach (var (method, path, _) in Routes(world).Where(route => !Open.Contains($"{route.Method} {route.Pattern}")))
        {
            using var bare = await world.SendAsync(new(method), path);
            using var invented = await world.SendAsync(new(method), path, AccessTokenStore.Prefix + new string('x', 43));

            Assert.True(bare.StatusCode == HttpStatusCode.Unauthorized, $"{method} {path} answered {(int)bare.StatusCode} without a token.");
            Assert.True(invented.StatusCode == HttpStatusCode.Unauthorized, $"{method} {path} answered {(int)invented.StatusCode} to an invented token.");
            Assert.Contains("\"Invalid token", await invented.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            Assert.Equal("application/problem+json", invented.Content.Headers.ContentType!.MediaType);
        }

        // Nobody without a token fills our log.
        Assert.DoesNotContain(world.Log.Text.Split('\n'), line => !line.StartsWith("Debug", StringComparison.Ordinal) && line.Contains("Bearer", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_open_routes_are_these_and_no_others()
    {
        await using var world = await ServerWorld.StartAsync();

        var open = world.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Where(route => route.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            .SelectMany(route => Methods(route).Select(method => $"{method} {route.RoutePattern.RawText}"));

        Assert.Equal(Open.Order(StringComparer.Ordinal), open.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_persons_token_opens_no_administrators_route_and_the_other_way_round()
    {
        await using var world = await ServerWorld.StartAsync();
        var (_, person) = await world.AddPersonAsync("ana");
        var (admin, service) = (await world.IssueAsync(AccessTokenKind.Admin), await world.IssueAsync(AccessTokenKind.Service));

        foreach (var (method, path, pattern) in Routes(world).Where(route => !Open.Contains($"{route.Method} {route.Pattern}")))
        {
            var isAdmins = pattern.StartsWith("/api/v1/admin", StringComparison.Ordinal);
            foreach (var token in isAdmins ? new[] { person, service } : [admin, service])
            {
                using var answer = await world.SendAsync(new(method), path, token);

                Assert.True(answer.StatusCode == HttpStatusCode.Forbidden, $"{method} {path} answered {(int)answer.StatusCode}.");
            }
        }
    }

    [Fact]
    public async Task A_token_that_shows_less_than_everything_opens_the_tools_and_the_access_log_alone()
    {
        await using var world = await ServerWorld.StartAsync();
        var (ana, full) = await world.AddPersonAsync("ana");
        await world.ConnectAsync(full);
        var tokens = world.Get<AccessTokenStore>();
        var (_, plain) = await tokens.IssueAsync(ana.Id, AccessTokenKind.Person, "assistant", Privacy.NoIdentifiers, world.Time.GetUtcNow(), default);
        var (_, summaries) = await tokens.IssueAsync(ana.Id, AccessTokenKind.Person, "assistant", Privacy.Summaries, world.Time.GetUtcNow(), default);
        var (_, service) = await tokens.IssueAsync(null, AccessTokenKind.Service, "application", Privacy.Summaries, world.Time.GetUtcNow(), default);

        foreach (var (method, path, pattern) in Routes(world).Where(route => !Open.Contains($"{route.Method} {route.Pattern}")))
        {
            var isLetIn = pattern.StartsWith("/mcp", StringComparison.Ordinal) || (method, path) == ("GET", "/api/v1/reads");
            foreach (var token in new[] { plain, summaries, service })
            {
                using var answer = await world.SendAsync(new(method), path, token, headers: [("X-Subject", "user-17")]);

                Assert.True(isLetIn == (answer.StatusCode != HttpStatusCode.Forbidden), $"{method} {path} answered {(int)answer.StatusCode}.");
                Assert.True(isLetIn || (await answer.Content.ReadAsStringAsync()).Contains("/mcp and GET /api/v1/reads only", StringComparison.Ordinal), $"{method} {path} does not say why.");
            }
        }

        Assert.True((bool)(await world.GetJsonAsync($"{ServerWorld.Connect}/status", full))["connected"]!);
    }

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task What_one_person_does_another_does_not_see(StoreKind kind)
    {
        await using var world = await ServerWorld.StartAsync(kind);
        var (ana, anas) = await world.AddPersonAsync("ana");
        var (_, bos) = await world.AddPersonAsync("bo");
        await world.ConnectAsync(anas);

        using var disconnect = await world.SendAsync(HttpMethod.Delete, $"{ServerWorld.Connect}/disconnect", bos, headers: [("X-Subject", ana.Id.Value)]);
        using var status = await world.SendAsync(HttpMethod.Get, $"{ServerWorld.Connect}/status?account={ana.Id}&user_id={ana.Id}", bos, headers: [("X-Subject", ana.Id.Value)]);

        Assert.Equal("""{"success":false}""", await disconnect.Content.ReadAsStringAsync());
        Assert.Equal("""{"connected":false}""", await status.Content.ReadAsStringAsync());
        Assert.True((bool)(await world.GetJsonAsync($"{ServerWorld.Connect}/status", anas))["connected"]!);
    }

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task A_service_acts_for_the_person_it_names_and_makes_them_once(StoreKind kind)
    {
        await using var world = await ServerWorld.StartAsync(kind);
        var service = await world.IssueAsync(AccessTokenKind.Service);
        var admin = await world.IssueAsync(AccessTokenKind.Admin);

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => world.SendAsync(HttpMethod.Get, $"{ServerWorld.Connect}/status", service, headers: [("X-Subject", "user-17")])));
        using var people = await world.SendAsync(HttpMethod.Get, "/api/v1/admin/people", admin);

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        Assert.Single((await people.Content.ReadAsStringAsync()).Split("\"user-17\"").Skip(1).Where((_, at) => at % 2 == 0));
    }

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task Who_is_removed_leaves_nothing(StoreKind kind)
    {
        await using var world = await ServerWorld.StartAsync(kind);
        var admin = await world.IssueAsync(AccessTokenKind.Admin);
        var (ana, token) = await world.AddPersonAsync("ana");
        await world.ConnectAsync(token);
        using var notified = await world.NotifyAsync($"userid={world.Simulator.World.People[0].UserId}&appli=1");

        using var removed = await world.SendAsync(HttpMethod.Delete, $"/api/v1/admin/people/{ana.Id}", admin);
        using var afterwards = await world.SendAsync(HttpMethod.Get, $"{ServerWorld.Connect}/status", token);
        using var again = await world.SendAsync(HttpMethod.Delete, $"/api/v1/admin/people/{ana.Id}", admin);

        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, afterwards.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
        Assert.DoesNotContain(ana.Id.Value, await DumpedStore.TextAsync(world), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_erased_leaves_no_trace_in_SQLites_files()
    {
        await using var world = await ServerWorld.StartAsync();
        var (ana, token) = await world.AddPersonAsync("ana");
        await world.ConnectAsync(token);
        var client = "a client whose name is a trace";
        await world.Get<ServerDatabase>().Records.NoteReadAsync(ana.Id, client, "withings_status", null, null, 0, default);
        Assert.Contains(client, await FilesAsync(), StringComparison.Ordinal);

        using var erased = await world.SendAsync(HttpMethod.Delete, $"{ServerWorld.Connect}/disconnect?erase=true", token);

        Assert.Equal(HttpStatusCode.OK, erased.StatusCode);
        Assert.DoesNotContain(client, await FilesAsync(), StringComparison.Ordinal);

        async Task<string> FilesAsync()
        {
            var text = new StringBuilder();
            foreach (var path in Directory.EnumerateFiles(Path.Combine(world.Folder, "data"), "server.db*"))
            {
                await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                using var reader = new StreamReader(file, Encoding.Latin1);
                text.Append(await reader.ReadToEndAsync());
            }

            return text.ToString();
        }
    }

    [Fact]
    public async Task An_administrator_manages_people_and_tokens()
    {
        await using var world = await ServerWorld.StartAsync();
        var admin = await world.IssueAsync(AccessTokenKind.Admin);

        using var added = await world.SendAsync(HttpMethod.Post, "/api/v1/admin/people", admin, Json("""{"name":"ana"}"""));
        using var twice = await world.SendAsync(HttpMethod.Post, "/api/v1/admin/people", admin, Json("""{"name":"ana"}"""));
        using var nameless = await world.SendAsync(HttpMethod.Post, "/api/v1/admin/people", admin, Json("{}"));
        using var broken = await world.SendAsync(HttpMethod.Post, "/api/v1/admin/people", admin, Json("{"));
        var place = added.Headers.Location!.OriginalString;
        using var issued = await world.SendAsync(HttpMethod.Post, place + "/tokens", admin, Json("""{"name":"phone"}"""));
        var token = System.Text.Json.Nodes.JsonNode.Parse(await issued.Content.ReadAsStringAsync())!;
        using var works = await world.SendAsync(HttpMethod.Get, $"{ServerWorld.Connect}/status", (string)token["token"]!);
        using var revoked = await world.SendAsync(HttpMethod.Delete, $"/api/v1/admin/tokens/{token["id"]}", admin);
        using var worksNoMore = await world.SendAsync(HttpMethod.Get, $"{ServerWorld.Connect}/status", (string)token["token"]!);
        using var listed = await world.SendAsync(HttpMethod.Get, place + "/tokens", admin);
        using var renamed = await world.SendAsync(HttpMethod.Put, place, admin, Json("""{"name":"anna"}"""));

        Assert.Equal(
            [HttpStatusCode.Created, HttpStatusCode.Conflict, HttpStatusCode.BadRequest, HttpStatusCode.BadRequest, HttpStatusCode.OK, HttpStatusCode.NoContent, HttpStatusCode.Unauthorized, HttpStatusCode.OK],
            new[] { added, twice, nameless, broken, works, revoked, worksNoMore, renamed }.Select(answer => answer.StatusCode));
        Assert.All(new[] { twice, nameless, broken }, answer => Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType));
        Assert.DoesNotContain((string)token["token"]!, await listed.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("\"phone\"", await listed.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    private static IEnumerable<(string Method, string Path, string Pattern)> Routes(ServerWorld world) =>
        from route in world.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        from method in Methods(route)
        select (method, route.RoutePattern.RawText!.Replace("{id}", "0", StringComparison.Ordinal), route.RoutePattern.RawText!);

    private static IReadOnlyList<string> Methods(RouteEndpoint route) => route.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods;
}
