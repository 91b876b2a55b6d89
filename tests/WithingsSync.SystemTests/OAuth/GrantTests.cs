using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using WithingsSync.Storage.Server;
using WithingsSync.SystemTests.Server;
using Xunit;

namespace WithingsSync.SystemTests.OAuth;

/// <summary>What a person sees and ends of what they allowed, and what ends with them.</summary>
public sealed class GrantTests
{
    private const string Grants = "/api/v1/oauth/grants";

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task A_person_sees_who_may_read_and_ends_it_and_another_person_neither(StoreKind kind)
    {
        await using var world = await ServerWorld.StartAsync(kind);
        var scene = new OAuthScene(world);
        var (_, anas) = await world.AddPersonAsync("ana");
        var (_, bos) = await world.AddPersonAsync("bo");
        var client = await scene.RegisterAsync(name: "Assistant");
        var pair = await scene.ConnectAsync(client, anas, "no-identifiers");
        await scene.CallAsync(pair.Access);

        var grant = Assert.Single(await ListAsync(world, anas))!;
        var path = $"{Grants}/{grant["id"]}";
        using var byAnother = await world.SendAsync(HttpMethod.Delete, path, bos);
        using var byTheClient = await world.SendAsync(HttpMethod.Delete, path, pair.Access);
        var still = await scene.CallAsync(pair.Access);
        using var ended = await world.SendAsync(HttpMethod.Delete, path, anas);
        using var again = await world.SendAsync(HttpMethod.Delete, path, anas);
        using var refreshed = await scene.RefreshAsync(client, pair.Refresh);

        Assert.Equal(("Assistant", client, "no-identifiers"), ((string?)grant["client"], (string?)grant["client_id"], (string?)grant["privacy"]));
        Assert.NotNull(grant["since"]);
        Assert.NotNull(grant["last_used_at"]);
        Assert.Empty(await ListAsync(world, bos));
        Assert.Equal(
            [HttpStatusCode.NotFound, HttpStatusCode.Unauthorized, HttpStatusCode.NoContent, HttpStatusCode.NotFound, HttpStatusCode.BadRequest],
            new[] { byAnother, byTheClient, ended, again, refreshed }.Select(answer => answer.StatusCode));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Unauthorized), (still, await scene.CallAsync(pair.Access)));
        Assert.Empty(await ListAsync(world, anas));
    }

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task With_the_token_a_person_signed_in_with_ends_what_it_let_in(StoreKind kind)
    {
        await using var world = await ServerWorld.StartAsync(kind);
        var scene = new OAuthScene(world);
        var (ana, kept) = await world.AddPersonAsync("ana");
        var (leaked, secret) = await world.Get<AccessTokenStore>().IssueAsync(ana.Id, AccessTokenKind.Person, "leaked", world.Time.GetUtcNow(), default);
        var client = await scene.RegisterAsync();
        var (good, bad) = (await scene.ConnectAsync(client, kept), await scene.ConnectAsync(client, secret));
        var code = await scene.CodeAsync(client, secret);

        await world.Get<AccessTokenStore>().RevokeAsync(leaked.Id, world.Time.GetUtcNow(), default);
        using var redeemed = await scene.RedeemAsync(client, code);
        using var refreshed = await scene.RefreshAsync(client, bad.Refresh);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Unauthorized), (await scene.CallAsync(good.Access), await scene.CallAsync(bad.Access)));
        Assert.Equal(("invalid_grant", "invalid_grant"), (await OAuthScene.ErrorOf(redeemed), await OAuthScene.ErrorOf(refreshed)));
        Assert.Single(await ListAsync(world, kept));
    }

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task Who_is_removed_is_read_by_no_client_and_leaves_nothing(StoreKind kind)
    {
        await using var world = await ServerWorld.StartAsync(kind);
        var scene = new OAuthScene(world);
        var (ana, token) = await world.AddPersonAsync("ana");
        var admin = await world.IssueAsync(AccessTokenKind.Admin);
        var client = await scene.RegisterAsync();
        var pair = await scene.ConnectAsync(client, token);
        var code = await scene.CodeAsync(client, token);

        using var removed = await world.SendAsync(HttpMethod.Delete, $"/api/v1/admin/people/{ana.Id}", admin);
        using var redeemed = await scene.RedeemAsync(client, code);
        using var refreshed = await scene.RefreshAsync(client, pair.Refresh);

        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, await scene.CallAsync(pair.Access));
        Assert.Equal(("invalid_grant", "invalid_grant"), (await OAuthScene.ErrorOf(redeemed), await OAuthScene.ErrorOf(refreshed)));
        Assert.DoesNotContain(ana.Id.Value, await DumpedStore.TextAsync(world), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task Neither_the_database_nor_the_log_holds_a_code_or_a_token(StoreKind kind)
    {
        await using var world = await ServerWorld.StartAsync(kind);
        var (scene, token, client, pair) = await OAuthScene.ConnectedAsync(world);
        using var refreshed = await scene.RefreshAsync(client, pair.Refresh);
        await scene.PairOf(refreshed);
        await scene.CodeAsync(client, token);
        using var wrong = await scene.AnswerAsync(scene.Asking(client), "a-wrong-token-of-somebody");

        var dump = await DumpedStore.TextAsync(world);

        Assert.Contains(client, dump, StringComparison.Ordinal);
        Assert.True(world.Secrets.Count >= 6);
        foreach (var secret in world.Secrets.Append(token).Append("a-wrong-token-of-somebody"))
        {
            Assert.DoesNotContain(secret, dump, StringComparison.Ordinal);
            Assert.DoesNotContain(secret, world.Log.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_clients_token_opens_no_route_but_the_tools()
    {
        await using var world = await ServerWorld.StartAsync();
        var (scene, _, _, pair) = await OAuthScene.ConnectedAsync(world);
        var closed = from route in world.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
                     where route.Metadata.GetMetadata<Microsoft.AspNetCore.Authorization.IAllowAnonymous>() is null && !route.RoutePattern.RawText!.StartsWith("/mcp", StringComparison.Ordinal)
                     from method in route.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods
                     select (method, route.RoutePattern.RawText!.Replace("{id}", "0", StringComparison.Ordinal));

        foreach (var (method, path) in closed)
        {
            using var answer = await world.SendAsync(new(method), path, pair.Access);

            Assert.True(answer.StatusCode == HttpStatusCode.Unauthorized, $"{method} {path} answered {(int)answer.StatusCode}.");
        }
    }

    [Fact]
    public async Task Without_the_scope_a_client_is_told_which_it_needs()
    {
        await using var world = await ServerWorld.StartAsync();
        var (scene, _, _, pair) = await OAuthScene.ConnectedAsync(world);
        await world.Get<ServerDatabase>().Sessions.WriteAsync(session => session.Database.Prepare("update oauth_grants set scope = 'other'").Run(), default);

        using var answer = await scene.SendToolsAsync(pair.Access);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal(
            $"Bearer error=\"insufficient_scope\", resource_metadata=\"{scene.Issuer}/.well-known/oauth-protected-resource/mcp\", scope=\"withings.read\"",
            Assert.Single(answer.Headers.GetValues("WWW-Authenticate")));
    }

    private static async Task<JsonArray> ListAsync(ServerWorld world, string token)
    {
        using var answer = await world.SendAsync(HttpMethod.Get, Grants, token);
        return (JsonArray)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
    }
}
