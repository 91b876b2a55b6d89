using System.Net;
using System.Web;
using Microsoft.Extensions.DependencyInjection;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Server.Connect;
using WithingsSync.Server.Jobs;
using WithingsSync.Storage.Server;
using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.SystemTests.Server;

/// <summary>A person's way to Withings and back (the original's interface with its corrections).</summary>
public sealed class ConnectTests
{
    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task A_person_who_consents_is_connected(StoreKind kind)
    {
        await using var world = await ServerWorld.StartAsync(kind);
        var (_, token) = await world.AddPersonAsync("ana");
        Assert.Equal("""{"connected":false}""", (await world.GetJsonAsync($"{ServerWorld.Connect}/status", token)).ToJsonString());

        using var back = await world.CallBackAsync(await world.ConsentAsync(token));
        var status = await world.GetJsonAsync($"{ServerWorld.Connect}/status", token);

        Assert.Equal(HttpStatusCode.OK, back.StatusCode);
        Assert.Equal("no-referrer", Assert.Single(back.Headers.GetValues("Referrer-Policy")));
        Assert.True((bool)status["connected"]!);
        Assert.Equal("idle", (string?)status["sync_status"]);
        Assert.Null((string?)status["last_synced_at"]);
        Assert.Equal($"{world.Simulator.World.People[0].UserId}", (string?)status["withings_user_id"]);
        Assert.Equal("user.metrics,user.activity,user.info", (string?)status["granted_scopes"]);
        Assert.False((bool)status["needs_reconnect"]!);
    }

    [Fact]
    public async Task The_address_to_consent_at_is_Withings_own()
    {
        await using var world = await ServerWorld.StartAsync();
        var (_, token) = await world.AddPersonAsync("ana");

        var begun = await world.GetJsonAsync($"{ServerWorld.Connect}/authorize", token);
        var query = HttpUtility.ParseQueryString(new Uri((string)begun["auth_url"]!).Query);

        Assert.Equal("/oauth2_user/authorize2", new Uri((string)begun["auth_url"]!).AbsolutePath);
        Assert.Equal("code", query["response_type"]);
        Assert.Equal(world.Simulator.ClientId, query["client_id"]);
        Assert.Equal("user.metrics,user.activity,user.info", query["scope"]);
        Assert.Equal(LoopbackWorld.Callback, query["redirect_uri"]);
        Assert.Equal((string?)begun["state"], query["state"]);
        Assert.Equal(43, query["state"]!.Length);
    }

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task A_state_serves_once(StoreKind kind)
    {
        await using var world = await ServerWorld.StartAsync(kind);
        var (_, token) = await world.AddPersonAsync("ana");
        var query = await world.ConsentAsync(token);
        using var first = await world.CallBackAsync(query);

        using var second = await world.CallBackAsync(query);

        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Contains("invalid_state", await second.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_uses_the_state_up()
    {
        await using var world = await ServerWorld.StartAsync(settings: settings => settings["APP_REDIRECT_URI"] = "myapp://oauth/withings?from=server");
        var (_, token) = await world.AddPersonAsync("ana");
        var query = await world.ConsentAsync(token);
        var state = HttpUtility.ParseQueryString(query)["state"];

        using var refused = await world.CallBackAsync($"?error=access_denied%0d%0aLocation:evil&state={state}");
        using var afterwards = await world.CallBackAsync(query);

        Assert.Equal("myapp://oauth/withings?from=server&success=false&error=access_denied", refused.Headers.Location!.OriginalString);
        Assert.Equal("myapp://oauth/withings?from=server&success=false&error=invalid_state", afterwards.Headers.Location!.OriginalString);
    }

    [Theory]
    [InlineData("", "missing_params")]
    [InlineData("?code=x", "missing_params")]
    [InlineData("?state=x", "missing_params")]
    [InlineData("?code=x&state=nobody-began-this", "invalid_state")]
    [InlineData("?code=x&code=y&state=a&state=b", "invalid_state")]
    [InlineData("?error=server_error", "access_denied")]
    public async Task A_callback_that_leads_nowhere_says_why_in_a_fixed_word(string query, string reason)
    {
        await using var world = await ServerWorld.StartAsync(settings: settings => settings["APP_REDIRECT_URI"] = "https://app.example.org/done");

        using var answer = await world.CallBackAsync(query);

        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.Equal($"https://app.example.org/done?success=false&error={reason}", answer.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task Whether_the_callback_is_there_is_answered_without_using_a_state_up()
    {
        await using var world = await ServerWorld.StartAsync();
        var (_, token) = await world.AddPersonAsync("ana");
        var query = await world.ConsentAsync(token);

        using var bare = await world.SendAsync(HttpMethod.Head, $"{ServerWorld.Connect}/callback");
        using var whole = await world.SendAsync(HttpMethod.Head, $"{ServerWorld.Connect}/callback{query}");
        using var nothing = await world.CallBackAsync("");
        using var back = await world.CallBackAsync(query);

        Assert.Equal(
            [HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.BadRequest, HttpStatusCode.OK], new[] { bare, whole, nothing, back }.Select(answer => answer.StatusCode));
    }

    [Fact]
    public async Task The_past_of_somebody_new_is_begun_once()
    {
        var time = new ManualTime();
        await using var world = await ServerWorld.StartAsync(time: time, services: services => services.AddJobBodies(new()));
        var (person, token) = await world.AddPersonAsync("ana");

        await world.ConnectAsync(token);

        Assert.Equal(time.GetUtcNow().ToUnixTimeSeconds(), (await world.Get<BackfillStore>().FindAsync(person.Id, default))!.StartedAt.ToUnixTimeSeconds());
    }

    [Fact]
    public async Task A_code_that_Withings_does_not_take_is_exchange_failed_and_connects_nobody()
    {
        await using var world = await ServerWorld.StartAsync();
        var (_, token) = await world.AddPersonAsync("ana");
        var state = HttpUtility.ParseQueryString(await world.ConsentAsync(token))["state"];

        using var answer = await world.CallBackAsync($"?code=made-up&state={state}");

        Assert.Contains("exchange_failed", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.False((bool)(await world.GetJsonAsync($"{ServerWorld.Connect}/status", token))["connected"]!);
    }

    [Fact]
    public async Task A_state_is_too_old_after_ten_minutes()
    {
        var time = new ManualTime();
        await using var world = await ServerWorld.StartAsync(time: time);
        var (_, token) = await world.AddPersonAsync("ana");
        var query = await world.ConsentAsync(token);

        time.Advance(TimeSpan.FromSeconds(601));
        using var answer = await world.CallBackAsync(query);

        Assert.Contains("invalid_state", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_began_in_a_browser_must_come_back_in_it()
    {
        await using var world = await ServerWorld.StartAsync();
        var (_, token) = await world.AddPersonAsync("ana");
        using var begun = await world.SendAsync(HttpMethod.Get, $"{ServerWorld.Connect}/authorize?browser=1", token);
        var cookie = Assert.Single(begun.Headers.GetValues("Set-Cookie"));
        var query = await world.ConsentAsync(token, query: "?browser=1");

        using var another = await world.CallBackAsync(query);

        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("other_browser", await another.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.False((bool)(await world.GetJsonAsync($"{ServerWorld.Connect}/status", token))["connected"]!);
    }

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task The_sixth_start_within_a_minute_waits(StoreKind kind)
    {
        var time = new ManualTime();
        await using var world = await ServerWorld.StartAsync(kind, time);
        var (_, ana) = await world.AddPersonAsync("ana");
        var (_, bo) = await world.AddPersonAsync("bo");
        for (var start = 0; start < 5; start++)
        {
            await world.GetJsonAsync($"{ServerWorld.Connect}/authorize", ana);
            time.Advance(TimeSpan.FromSeconds(4));
        }

        using var sixth = await world.SendAsync(HttpMethod.Get, $"{ServerWorld.Connect}/authorize", ana);
        using var another = await world.SendAsync(HttpMethod.Get, $"{ServerWorld.Connect}/authorize", bo);
        time.Advance(TimeSpan.FromSeconds(41));
        using var later = await world.SendAsync(HttpMethod.Get, $"{ServerWorld.Connect}/authorize", ana);

        Assert.Equal(HttpStatusCode.TooManyRequests, sixth.StatusCode);
        Assert.Equal("application/problem+json", sixth.Content.Headers.ContentType!.MediaType);
        Assert.Equal(TimeSpan.FromSeconds(40), sixth.Headers.RetryAfter!.Delta);
        Assert.Equal(HttpStatusCode.OK, another.StatusCode);
        Assert.Equal(HttpStatusCode.OK, later.StatusCode);
    }

    [Fact]
    public async Task The_demo_person_needs_a_setting()
    {
        await using var world = await ServerWorld.StartAsync();
        var (_, token) = await world.AddPersonAsync("ana");
        using var refused = await world.SendAsync(HttpMethod.Get, $"{ServerWorld.Connect}/authorize?mode=demo", token);

        await world.RestartAsync(settings => settings with { AllowDemo = true });
        using var back = await world.CallBackAsync(await world.ConsentAsync(token, query: "?mode=demo"));

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Equal(HttpStatusCode.OK, back.StatusCode);
    }

    [Fact]
    public async Task A_narrower_consent_is_told_by_kind()
    {
        await using var world = await ServerWorld.StartAsync();
        var (_, token) = await world.AddPersonAsync("ana");

        await world.ConnectAsync(token, scopes: "user.metrics");
        var status = await world.GetJsonAsync($"{ServerWorld.Connect}/status", token);

        Assert.Equal("user.metrics", (string?)status["granted_scopes"]);
        Assert.Contains("\"sleep_night\"", status["not_granted"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("\"weighing\"", status["not_granted"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task Who_disconnects_is_gone_here_and_at_Withings_and_a_second_time_is_false(StoreKind kind)
    {
        await using var world = await ServerWorld.StartAsync(kind);
        var (person, token) = await world.AddPersonAsync("ana");
        await world.ConnectAsync(token);
        var grant = await world.Get<IntegrationStore>().GrantsOf(person.Id).FindAsync(default);

        using var first = await world.SendAsync(HttpMethod.Delete, $"{ServerWorld.Connect}/disconnect", token);
        using var second = await world.SendAsync(HttpMethod.Delete, $"{ServerWorld.Connect}/disconnect", token);

        Assert.NotNull(grant);
        Assert.Equal("""{"success":true}""", await first.Content.ReadAsStringAsync());
        Assert.Equal("""{"success":false}""", await second.Content.ReadAsStringAsync());
        Assert.Null(await world.Get<IntegrationStore>().GrantsOf(person.Id).FindAsync(default));
        Assert.Contains(world.Simulator.World.Requests.Recent, request => request.Action == "revoke");
    }

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task One_Withings_account_is_connected_to_one_person(StoreKind kind)
    {
        await using var world = await ServerWorld.StartAsync(kind);
        var (ana, anasToken) = await world.AddPersonAsync("ana");
        var (_, bosToken) = await world.AddPersonAsync("bo");
        await world.ConnectAsync(anasToken);

        await world.ConnectAsync(bosToken);

        var anas = await world.Get<IntegrationStore>().FindAsync(ana.Id, default);
        Assert.False(anas!.IsActive);
        Assert.Contains("Connect again", anas.Error, StringComparison.Ordinal);
        Assert.True((bool)(await world.GetJsonAsync($"{ServerWorld.Connect}/status", bosToken))["connected"]!);
    }

    [Fact]
    public async Task What_cannot_be_queued_does_not_undo_the_connection()
    {
        await using var world = await ServerWorld.StartAsync(services: services => services.AddSingleton<IConnectedHandler, FailingHandler>());
        var (_, token) = await world.AddPersonAsync("ana");

        await world.ConnectAsync(token);

        Assert.True((bool)(await world.GetJsonAsync($"{ServerWorld.Connect}/status", token))["connected"]!);
        Assert.Contains("it will be made up for", world.Log.Text, StringComparison.Ordinal);
    }

    private sealed class FailingHandler : IConnectedHandler
    {
        public Task ConnectedAsync(AccountId account, CancellationToken cancellationToken) => throw new InvalidOperationException("the queue is broken");
    }
}
