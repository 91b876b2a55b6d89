using System.Net;
using System.Web;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Storage.Server;
using WithingsSync.SystemTests.Server;
using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.SystemTests.OAuth;

/// <summary>The page on which a person lets a client read, or does not.</summary>
public sealed class ConsentTests
{
    [Fact]
    public async Task The_page_says_who_asks_and_where_the_answer_goes_and_lets_nothing_else_in()
    {
        await using var world = await ServerWorld.StartAsync();
        var scene = new OAuthScene(world);
        var client = await scene.RegisterAsync(name: "<script>alert('Claude')</script>\u202e");

        using var page = await scene.ShowAsync(scene.Asking(client));
        var html = await page.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Contains("&lt;script&gt;alert(&#39;Claude&#39;)&lt;/script&gt;</strong>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("<strong>assistant.example.org</strong>", html, StringComparison.Ordinal);
        Assert.Contains("value=\"the client&#39;s state &amp; more\"", html, StringComparison.Ordinal);
        Assert.Contains("name=\"privacy\" value=\"no-identifiers\" checked", html, StringComparison.Ordinal);
        Assert.Equal("DENY", Assert.Single(page.Headers.GetValues("X-Frame-Options")));
        Assert.Equal("default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'self' https:", Assert.Single(page.Headers.GetValues("Content-Security-Policy")));
        Assert.True(page.Headers.CacheControl!.NoStore);
    }

    [Theory]
    [InlineData("http://127.0.0.1/callback", "http://127.0.0.1:43210/callback", "a program on this computer (127.0.0.1:43210)", "'self' https: http://127.0.0.1:43210")]
    [InlineData("http://[::1]/callback", "http://[::1]:43210/callback", "a program on this computer ([::1]:43210)", "'self' https: http:")]
    [InlineData("cursor://anysphere.cursor-mcp/oauth/callback", "cursor://anysphere.cursor-mcp/oauth/callback", "the program on this computer that opens cursor: links", "'self' https: cursor:")]
    public async Task A_program_on_this_computer_is_called_that_and_takes_any_port(string registered, string redirect, string words, string targets)
    {
        await using var world = await ServerWorld.StartAsync();
        var (scene, token, client) = await OAuthScene.RegisteredAsync(world, registered);

        using var page = await scene.ShowAsync(scene.Asking(client, redirect));
        using var allowed = await scene.AnswerAsync(scene.Asking(client, redirect), token);

        Assert.Contains($"<strong>{words}</strong>", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.EndsWith("form-action " + targets, Assert.Single(page.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.StartsWith(redirect + "?code=", allowed.Headers.Location!.OriginalString, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Yes_and_no_go_back_with_the_state_and_the_issuer()
    {
        await using var world = await ServerWorld.StartAsync();
        const string Redirect = "https://assistant.example.org/callback?from=here";
        var (scene, token, client) = await OAuthScene.RegisteredAsync(world, Redirect);

        using var yes = await scene.AnswerAsync(scene.Asking(client, Redirect), token);
        using var no = await scene.AnswerAsync(scene.Asking(client, Redirect), token: null, decision: "deny");
        var (one, other) = (HttpUtility.ParseQueryString(yes.Headers.Location!.Query), HttpUtility.ParseQueryString(no.Headers.Location!.Query));

        Assert.Equal([HttpStatusCode.SeeOther, HttpStatusCode.SeeOther], new[] { yes.StatusCode, no.StatusCode });
        Assert.StartsWith(Redirect + "&code=wsyncac_", yes.Headers.Location.OriginalString, StringComparison.Ordinal);
        Assert.Equal(("the client's state & more", scene.Issuer), (one["state"], one["iss"]));
        Assert.Equal(("access_denied", "the client's state & more", scene.Issuer), (other["error"], other["state"], other["iss"]));
    }

    [Theory]
    [InlineData("client_id", "nobody")]
    [InlineData("client_id", null)]
    [InlineData("redirect_uri", "https://evil.example/callback")]
    [InlineData("redirect_uri", "https://assistant.example.org/callback/")]
    [InlineData("redirect_uri", "https://assistant.example.org/callback?more")]
    [InlineData("redirect_uri", null)]
    public async Task When_it_is_in_doubt_who_asks_nobody_is_redirected(string name, string? value)
    {
        await using var world = await ServerWorld.StartAsync();
        var (scene, token, client) = await OAuthScene.RegisteredAsync(world);
        var asking = Changed(scene.Asking(client), name, value);

        using var page = await scene.ShowAsync(asking);
        using var answered = await scene.AnswerAsync(asking, token);
        using var denied = await scene.AnswerAsync(asking, token, decision: "deny");

        foreach (var answer in new[] { page, answered, denied })
        {
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.Null(answer.Headers.Location);
            Assert.Equal("text/html", answer.Content.Headers.ContentType!.MediaType);
            Assert.DoesNotContain("evil.example", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("response_type", "token", "unsupported_response_type")]
    [InlineData("response_type", null, "invalid_request")]
    [InlineData("response_mode", "fragment", "invalid_request")]
    [InlineData("code_challenge", null, "invalid_request")]
    [InlineData("code_challenge", "short", "invalid_request")]
    [InlineData("code_challenge_method", "plain", "invalid_request")]
    [InlineData("code_challenge_method", null, "invalid_request")]
    [InlineData("resource", "https://evil.example/mcp", "invalid_target")]
    [InlineData("resource", "not an address", "invalid_target")]
    [InlineData("scope", "withings.write", "invalid_scope")]
    [InlineData("scope", "withings.read\u0001", "invalid_request")]
    public async Task Other_faults_are_told_to_the_client_when_the_person_goes_there_and_never_unasked(string name, string? value, string error)
    {
        await using var world = await ServerWorld.StartAsync();
        var (scene, token, client) = await OAuthScene.RegisteredAsync(world);
        var asking = Changed(scene.Asking(client), name, value);

        using var page = await scene.ShowAsync(asking);
        using var answered = await scene.AnswerAsync(asking, token);

        foreach (var answer in new[] { page, answered })
        {
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.Null(answer.Headers.Location);
            Assert.Equal("DENY", Assert.Single(answer.Headers.GetValues("X-Frame-Options")));
            var html = await answer.Content.ReadAsStringAsync();
            Assert.Contains("<strong>assistant.example.org</strong>", html, StringComparison.Ordinal);
            var link = LinkOf(html)!;
            var back = HttpUtility.ParseQueryString(link.Query);
            Assert.StartsWith(OAuthScene.Redirect + "?", link.OriginalString, StringComparison.Ordinal);
            Assert.Equal((error, "the client's state & more", scene.Issuer, null), (back["error"], back["state"], back["iss"], back["code"]));
        }
    }

    [Theory]
    [InlineData("client_id=x&client_id=y", false)]
    [InlineData("redirect_uri=https://assistant.example.org/callback", false)]
    [InlineData("state=again", true)]
    [InlineData("scope=withings.read", true)]
    public async Task No_parameter_may_be_repeated(string more, bool isForTheClient)
    {
        await using var world = await ServerWorld.StartAsync();
        var scene = new OAuthScene(world);
        var client = await scene.RegisterAsync();

        using var answer = await world.SendAsync(HttpMethod.Get, $"/oauth/authorize?{OAuthScene.Query(scene.Asking(client))}&{more}");

        var link = LinkOf(await answer.Content.ReadAsStringAsync());
        Assert.Equal((HttpStatusCode.BadRequest, null), (answer.StatusCode, answer.Headers.Location));
        Assert.Equal(isForTheClient, link is not null && link.Query.Contains("error=invalid_request", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("http://127.0.0.1:43210/callback?from=here", "a program on this computer (127.0.0.1:43210)")]
    [InlineData("cursor://anysphere.cursor-mcp/oauth/callback", "the program on this computer that opens cursor: links")]
    public async Task A_program_is_told_of_a_fault_by_a_link_too(string redirect, string words)
    {
        await using var world = await ServerWorld.StartAsync();
        var scene = new OAuthScene(world);

        using var page = await scene.ShowAsync(Changed(scene.Asking(await scene.RegisterAsync(redirect), redirect), "response_type", "token"));
        var html = await page.Content.ReadAsStringAsync();

        Assert.Null(page.Headers.Location);
        Assert.Contains($"<strong>{words}</strong>", html, StringComparison.Ordinal);
        Assert.StartsWith($"{redirect}{(redirect.Contains('?', StringComparison.Ordinal) ? '&' : '?')}error=unsupported_response_type", LinkOf(html)!.OriginalString, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_a_persons_own_token_consents_and_to_no_more_than_it_shows_itself()
    {
        await using var world = await ServerWorld.StartAsync();
        var scene = new OAuthScene(world);
        var (ana, token) = await world.AddPersonAsync("ana");
        var client = await scene.RegisterAsync();
        var connected = await scene.ConnectAsync(client, token);
        var (_, narrow) = await world.Get<AccessTokenStore>().IssueAsync(ana.Id, AccessTokenKind.Person, "narrow", Privacy.Summaries, world.Time.GetUtcNow(), default);
        string?[] none = [null, "", "made up", await world.IssueAsync(AccessTokenKind.Service), await world.IssueAsync(AccessTokenKind.Admin), connected.Access, narrow];

        foreach (var wrong in none)
        {
            using var answer = await scene.AnswerAsync(scene.Asking(client), wrong);
            var html = await answer.Content.ReadAsStringAsync();

            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
            Assert.Contains("role=\"alert\"", html, StringComparison.Ordinal);
            Assert.Contains("name=\"privacy\" value=\"full\" checked", html, StringComparison.Ordinal);
            Assert.True(string.IsNullOrEmpty(wrong) || !html.Contains(wrong, StringComparison.Ordinal), "The page repeats what was typed.");
        }

        using var narrower = await scene.AnswerAsync(scene.Asking(client), narrow, privacy: "summaries");
        using var odd = await scene.AnswerAsync(scene.Asking(client), token, privacy: "everything");
        Assert.Equal(HttpStatusCode.SeeOther, narrower.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, odd.StatusCode);
    }

    [Fact]
    public async Task Ten_wrong_tokens_a_minute_are_enough_for_an_address()
    {
        var time = new ManualTime();
        await using var world = await ServerWorld.StartAsync(time: time);
        var (scene, token, client) = await OAuthScene.RegisteredAsync(world);
        for (var i = 0; i < 12; i++)
        {
            // What is right does not count.
            await scene.CodeAsync(client, token);
        }

        for (var i = 0; i < 10; i++)
        {
            using var wrong = await scene.AnswerAsync(scene.Asking(client), "wrong");
            Assert.Equal(HttpStatusCode.Forbidden, wrong.StatusCode);
        }

        using var held = await scene.AnswerAsync(scene.Asking(client), token);
        using var elsewhere = await scene.AnswerAsync(scene.Asking(client), token, headers: [("X-Forwarded-For", "203.0.113.7")]);
        time.Advance(TimeSpan.FromSeconds(61));
        using var later = await scene.AnswerAsync(scene.Asking(client), token);

        Assert.Equal([HttpStatusCode.TooManyRequests, HttpStatusCode.SeeOther, HttpStatusCode.SeeOther], new[] { held, elsewhere, later }.Select(answer => answer.StatusCode));
        Assert.NotNull(held.Headers.RetryAfter);
        Assert.Contains("role=\"alert\"", await held.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    /// <summary>Where the page's only link leads.</summary>
    private static Uri? LinkOf(string html) =>
        html.Split("<a href=\"") is [_, var rest] ? new(HttpUtility.HtmlDecode(rest[..rest.IndexOf('"', StringComparison.Ordinal)])) : null;

    private static Dictionary<string, string> Changed(Dictionary<string, string> asking, string name, string? value)
    {
        asking.Remove(name);
        if (value is not null)
        {
            asking[name] = value;
        }

        return asking;
    }
}
