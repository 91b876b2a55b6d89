using System.Net;
using WithingsSync.Storage.Server;
using WithingsSync.SystemTests.Server;
using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.SystemTests.OAuth;

/// <summary>Codes and tokens: each good once, for its client, for its time, and for the tools alone.</summary>
public sealed class TokenTests
{
    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task A_client_that_a_person_let_in_reads_with_the_tools_and_nowhere_else(StoreKind kind)
    {
        await using var world = await ServerWorld.StartAsync(kind);
        var (scene, token, client) = await OAuthScene.RegisteredAsync(world);

        using var answer = await scene.RedeemAsync(client, await scene.CodeAsync(client, token, "summaries"));
        var json = await OAuthScene.JsonOf(answer);
        var pair = await scene.PairOf(answer);
        using var elsewhere = await world.SendAsync(HttpMethod.Get, $"{ServerWorld.Connect}/status", pair.Access);
        using var asRefresh = await scene.SendToolsAsync(pair.Refresh);

        Assert.Equal(("Bearer", 3600, "withings.read"), ((string?)json["token_type"], (int)json["expires_in"]!, (string?)json["scope"]));
        Assert.True(answer.Headers.CacheControl!.NoStore);
        Assert.Equal(HttpStatusCode.OK, await scene.CallAsync(pair.Access));
        Assert.Equal(HttpStatusCode.Unauthorized, elsewhere.StatusCode);
        Assert.Equal("Bearer", Assert.Single(elsewhere.Headers.GetValues("WWW-Authenticate")));
        Assert.Equal(HttpStatusCode.Unauthorized, asRefresh.StatusCode);
        Assert.StartsWith("Bearer error=\"invalid_token\", resource_metadata=", Assert.Single(asRefresh.Headers.GetValues("WWW-Authenticate")), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await scene.CallAsync(token));
    }

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task A_code_shown_twice_gives_nothing_and_ends_what_it_gave(StoreKind kind)
    {
        await using var world = await ServerWorld.StartAsync(kind);
        var (scene, token, client) = await OAuthScene.RegisteredAsync(world);
        var code = await scene.CodeAsync(client, token);
        using var first = await scene.RedeemAsync(client, code);
        var pair = await scene.PairOf(first);

        using var second = await scene.RedeemAsync(client, code);
        using var refreshed = await scene.RefreshAsync(client, pair.Refresh);

        Assert.Equal("invalid_grant", await OAuthScene.ErrorOf(second));
        Assert.Equal("invalid_grant", await OAuthScene.ErrorOf(refreshed));
        Assert.Equal(HttpStatusCode.Unauthorized, await scene.CallAsync(pair.Access));
        Assert.Contains("shown again after its use", world.Log.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task Of_many_who_show_a_code_at_once_at_most_one_gets_tokens(StoreKind kind)
    {
        await using var world = await ServerWorld.StartAsync(kind);
        var (scene, token, client) = await OAuthScene.RegisteredAsync(world);
        var code = await scene.CodeAsync(client, token);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => scene.RedeemAsync(client, code))));

        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.OK);
        Assert.All(answers.Where(answer => answer.StatusCode != HttpStatusCode.OK), answer => Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode));
    }

    [Fact]
    public async Task A_code_is_bound_to_its_client_its_redirect_its_verifier_and_its_minute()
    {
        var time = new ManualTime();
        await using var world = await ServerWorld.StartAsync(time: time);
        var scene = new OAuthScene(world);
        var (_, token) = await world.AddPersonAsync("ana");
        var (client, other) = (await scene.RegisterAsync(), await scene.RegisterAsync());
        var codes = new List<string>();
        for (var i = 0; i < 4; i++)
        {
            codes.Add(await scene.CodeAsync(client, token));
        }

        using var otherClient = await scene.RedeemAsync(other, codes[0]);
        using var otherVerifier = await scene.RedeemAsync(client, codes[1], verifier: new string('x', 43));
        using var otherRedirect = await scene.RedeemAsync(client, codes[2], redirect: "https://assistant.example.org/other");
        using var rightAtLast = await scene.RedeemAsync(client, codes[1]);
        time.Advance(TimeSpan.FromSeconds(61));
        using var late = await scene.RedeemAsync(client, codes[3]);

        foreach (var answer in new[] { otherClient, otherVerifier, otherRedirect, rightAtLast, late })
        {
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.Equal("invalid_grant", await OAuthScene.ErrorOf(answer));
        }
    }

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task An_access_token_lasts_an_hour_and_a_refresh_token_as_long_as_it_is_used(StoreKind kind)
    {
        var time = new ManualTime();
        await using var world = await ServerWorld.StartAsync(kind, time);
        var (scene, _, client, pair) = await OAuthScene.ConnectedAsync(world);

        time.Advance(TimeSpan.FromMinutes(59));
        var before = await scene.CallAsync(pair.Access);
        time.Advance(TimeSpan.FromMinutes(2));
        var after = await scene.CallAsync(pair.Access);
        for (var i = 0; i < 3; i++)
        {
            time.Advance(TimeSpan.FromDays(89));
            using var refreshed = await scene.RefreshAsync(client, pair.Refresh);
            pair = await scene.PairOf(refreshed);
        }

        var much = await scene.CallAsync(pair.Access);
        time.Advance(TimeSpan.FromDays(91));
        using var tooLate = await scene.RefreshAsync(client, pair.Refresh);
        await world.Get<OAuthGrantStore>().PruneAsync(time.GetUtcNow(), default);
        await world.Get<OAuthCodeStore>().PruneAsync(time.GetUtcNow(), default);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Unauthorized, HttpStatusCode.OK), (before, after, much));
        Assert.Equal("invalid_grant", await OAuthScene.ErrorOf(tooLate));
        Assert.Equal(0, await RowsAsync(world));
    }

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task A_refresh_token_again_within_the_grace_works_and_after_it_ends_everything(StoreKind kind)
    {
        var time = new ManualTime();
        await using var world = await ServerWorld.StartAsync(kind, time);
        var (scene, _, client, pair) = await OAuthScene.ConnectedAsync(world);
        using var first = await scene.RefreshAsync(client, pair.Refresh);
        var one = await scene.PairOf(first);

        time.Advance(TimeSpan.FromSeconds(60));
        using var again = await scene.RefreshAsync(client, pair.Refresh);
        var other = await scene.PairOf(again);
        var works = (await scene.CallAsync(one.Access), await scene.CallAsync(other.Access));
        using var onward = await scene.RefreshAsync(client, other.Refresh);
        var next = await scene.PairOf(onward);
        time.Advance(TimeSpan.FromSeconds(1));
        using var theft = await scene.RefreshAsync(client, pair.Refresh);
        using var afterwards = await scene.RefreshAsync(client, next.Refresh);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), works);
        Assert.Equal(("invalid_grant", "invalid_grant"), (await OAuthScene.ErrorOf(theft), await OAuthScene.ErrorOf(afterwards)));
        Assert.Equal(HttpStatusCode.Unauthorized, await scene.CallAsync(next.Access));
    }

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task Everybody_who_refreshes_at_once_gets_a_pair_that_works_and_the_grant_stays_small(StoreKind kind)
    {
        await using var world = await ServerWorld.StartAsync(kind);
        var (scene, _, client, pair) = await OAuthScene.ConnectedAsync(world);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => scene.RefreshAsync(client, pair.Refresh))));
        foreach (var answer in answers)
        {
            Assert.Equal(HttpStatusCode.OK, await scene.CallAsync((await scene.PairOf(answer)).Access));
        }

        for (var i = 0; i < 30; i++)
        {
            using var more = await scene.RefreshAsync(client, pair.Refresh);
        }

        Assert.True(await RowsAsync(world) < 30, $"{await RowsAsync(world)} rows.");
    }

    [Fact]
    public async Task A_token_ends_when_its_client_revokes_it()
    {
        await using var world = await ServerWorld.StartAsync();
        var scene = new OAuthScene(world);
        var (_, token) = await world.AddPersonAsync("ana");
        var (client, other) = (await scene.RegisterAsync(), await scene.RegisterAsync());
        var pair = await scene.ConnectAsync(client, token);

        using var strangers = await scene.PostAsync("/oauth/revoke", ("token", pair.Refresh), ("client_id", other));
        var still = await scene.CallAsync(pair.Access);
        using var access = await scene.PostAsync("/oauth/revoke", ("token", pair.Access), ("token_type_hint", "access_token"), ("client_id", client));
        var ended = await scene.CallAsync(pair.Access);
        using var refreshed = await scene.RefreshAsync(client, pair.Refresh);
        var next = await scene.PairOf(refreshed);
        using var refresh = await scene.PostAsync("/oauth/revoke", ("token", next.Refresh), ("client_id", client));
        using var unknown = await scene.PostAsync("/oauth/revoke", ("token", "made up"));
        using var none = await scene.PostAsync("/oauth/revoke", ("client_id", client));

        Assert.Equal(
            [HttpStatusCode.BadRequest, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.BadRequest],
            new[] { strangers, access, refresh, unknown, none }.Select(answer => answer.StatusCode));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized), (still, ended, await scene.CallAsync(next.Access)));
    }

    [Theory]
    [InlineData("", "invalid_request")]
    [InlineData("grant_type=authorization_code", "invalid_request")]
    [InlineData("grant_type=authorization_code&client_id={0}", "invalid_request")]
    [InlineData("grant_type=authorization_code&client_id={0}&code=x&code_verifier=short", "invalid_request")]
    [InlineData("grant_type=authorization_code&client_id={0}&code=x&code_verifier=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "invalid_grant")]
    [InlineData("grant_type=authorization_code&client_id=nobody&code=x&code_verifier=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "invalid_client")]
    [InlineData("grant_type=refresh_token&client_id={0}", "invalid_request")]
    [InlineData("grant_type=refresh_token&client_id={0}&refresh_token=made-up", "invalid_grant")]
    [InlineData("grant_type=refresh_token&client_id={0}&refresh_token=wsyncrt_made-up&resource=https://evil.example/mcp", "invalid_target")]
    [InlineData("grant_type=refresh_token&client_id={0}&refresh_token=wsyncrt_made-up&scope=everything", "invalid_scope")]
    [InlineData("grant_type=refresh_token&client_id={0}&refresh_token=a&refresh_token=b", "invalid_request")]
    [InlineData("grant_type=refresh_token&client_id={0}%00&refresh_token=a", "invalid_request")]
    [InlineData("grant_type=refresh_token&client_id=%ff%fe&refresh_token=a", "invalid_client")]
    [InlineData("grant_type=password&client_id={0}&username=ana&password=x", "unsupported_grant_type")]
    [InlineData("grant_type=client_credentials&client_id={0}", "unsupported_grant_type")]
    [InlineData("client_id={0}", "invalid_request")]
    public async Task What_is_wrong_is_said_in_the_words_of_the_standard(string form, string error)
    {
        await using var world = await ServerWorld.StartAsync();
        var scene = new OAuthScene(world);
        var client = await scene.RegisterAsync();
        var body = form.Replace("{0}", client, StringComparison.Ordinal);

        using var answer = await world.SendAsync(HttpMethod.Post, "/oauth/token", null, new StringContent(body, null, "application/x-www-form-urlencoded"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(error, await OAuthScene.ErrorOf(answer));
        Assert.True(answer.Headers.CacheControl!.NoStore);
    }

    [Theory]
    [InlineData("/oauth/token")]
    [InlineData("/oauth/revoke")]
    [InlineData("/oauth/authorize")]
    [InlineData("/oauth/register")]
    public async Task What_is_no_form_or_no_end_of_it_is_refused_and_never_a_500(string path)
    {
        await using var world = await ServerWorld.StartAsync();
        var scene = new OAuthScene(world);
        HttpContent[] bodies =
        [
            new StringContent("""{"grant_type":"refresh_token"}""", null, "application/json"), new StringContent("", null, "application/x-www-form-urlencoded"),
            new StringContent("grant_type=refresh_token", null, "text/plain"), new MultipartFormDataContent { { new StringContent("x"), "grant_type" } },
            new StringContent(string.Concat(Enumerable.Repeat("a=b&", 2_000)), null, "application/x-www-form-urlencoded"),
            new StringContent(new string('n', 3_000) + "=x", null, "application/x-www-form-urlencoded"),
            new StringContent("client_id=" + new string('x', 40_000), null, "application/x-www-form-urlencoded"), new ByteArrayContent([0xff, 0x00, 0xfe]),
        ];

        foreach (var body in bodies)
        {
            using var answer = await world.SendAsync(HttpMethod.Post, path, null, body);

            Assert.True(answer.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge, $"{path} answered {(int)answer.StatusCode}.");
        }

        foreach (var method in new[] { "PUT", "DELETE", "PATCH" })
        {
            using var answer = await world.SendAsync(new(method), path);

            Assert.True((int)answer.StatusCode is >= 400 and < 500, $"{method} {path} answered {(int)answer.StatusCode}.");
        }
    }

    private static async Task<int> RowsAsync(ServerWorld world)
    {
        var database = world.Get<ServerDatabase>();
        return await database.Sessions.RunAsync(
            session =>
            {
                using var rows = session.Database.Prepare("select (select count(*) from oauth_tokens) + (select count(*) from oauth_grants) + (select count(*) from oauth_codes)").Query();
                return rows.Next() ? rows.Int() : 0;
            },
            default);
    }
}
