using System.Net;
using WithingsSync.Simulator.Faults;
using WithingsSync.Simulator.Garmin;
using Xunit;

namespace WithingsSync.SystemTests.Simulator;

/// <summary>The JSON sign-ins of the simulated Garmin, and the way from a ticket to tokens.</summary>
public sealed class GarminLoginTests
{
    [Fact]
    public async Task The_mobile_sign_in_gives_a_ticket_in_the_whole_frame_and_the_ticket_tokens_that_the_API_takes()
    {
        await using var garmin = await GarminBrowser.StartAsync();
        var frame = await GarminBrowser.JsonAsync(await garmin.LoginAsync());

        Assert.Equal("SUCCESSFUL", Type(frame));
        Assert.Equal(
            ["serviceURL", "serviceTicketId", "responseStatus", "responseReason", "customerMfaInfo", "consentTypeList", "captchaAlreadyPassed", "samlResponse", "authType"],
            frame.EnumerateObject().Select(p => p.Name));
        var tokens = await GarminBrowser.JsonAsync(await garmin.ExchangeAsync(Ticket(frame), GarminBrowser.Ios));
        garmin.Access = tokens.GetProperty("access_token").GetString()!;
        Assert.Equal(GarminBrowser.User, (await garmin.GetAsync("userprofile-service/socialProfile")).GetProperty("userName").GetString());
        Assert.Equal(1, garmin.Garmin.Requests.CountOf("/garmin/mobile/api/login", "POST"));
        Assert.All(new[] { Ticket(frame), garmin.Access }, secret => Assert.Contains(secret, garmin.Garmin.Secrets));
        Assert.DoesNotContain(garmin.Garmin.Requests.Recent.SelectMany(r => r.Parameters.Values), value => garmin.Garmin.Secrets.Contains(value));
    }

    [Theory]
    [InlineData("GCM_IOS_DARK", GarminBrowser.Android)]
    [InlineData("GCM_ANDROID_DARK", GarminBrowser.Ios)]
    [InlineData("NOBODY", GarminBrowser.Ios)]
    [InlineData("GCM_IOS_DARK", GarminBrowser.Ios + "/")]
    public async Task A_client_id_goes_with_its_own_service_only(string clientId, string service)
    {
        await using var garmin = await GarminBrowser.StartAsync();

        Assert.Equal(HttpStatusCode.BadRequest, (await garmin.LoginAsync(clientId: clientId, service: service)).StatusCode);
    }

    [Fact]
    public async Task A_wrong_password_is_401_and_a_captcha_200()
    {
        await using var garmin = await GarminBrowser.StartAsync();
        var wrong = await garmin.LoginAsync(password: "guess");
        Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        Assert.Equal("INVALID_USERNAME_PASSWORD", Type(await GarminBrowser.JsonAsync(wrong)));

        garmin.Garmin.Account.RequiresCaptcha = true;
        Assert.Equal("CAPTCHA_REQUIRED", Type(await GarminBrowser.JsonAsync(await garmin.LoginAsync())));
    }

    [Theory]
    [InlineData(GarminAccountState.Locked, "ACCOUNT_LOCKED")]
    [InlineData(GarminAccountState.Child, "CHILD_ACCOUNT")]
    public async Task An_account_with_something_wrong_gets_no_ticket(GarminAccountState state, string type)
    {
        await using var garmin = await GarminBrowser.StartAsync();
        garmin.Garmin.Account.State = state;

        Assert.Equal(type, Type(await GarminBrowser.JsonAsync(await garmin.LoginAsync())));
    }

    [Theory]
    [InlineData(GarminMfa.Email, "email", 1)]
    [InlineData(GarminMfa.Sms, "sms", 1)]
    [InlineData(GarminMfa.Totp, "totp", 0)]
    public async Task A_wrong_code_leaves_the_pending_session_usable(GarminMfa mfa, string method, int sent)
    {
        await using var garmin = await GarminBrowser.StartAsync();
        garmin.Garmin.Account.Mfa = mfa;
        var asked = await GarminBrowser.JsonAsync(await garmin.LoginAsync());
        Assert.Equal("MFA_REQUIRED", Type(asked));
        Assert.Equal(method, asked.GetProperty("customerMfaInfo").GetProperty("mfaLastMethodUsed").GetString());
        Assert.Equal(sent, garmin.Garmin.CodesSentTo(GarminBrowser.User));

        Assert.Equal(HttpStatusCode.Unauthorized, (await garmin.VerifyAsync("000000", method)).StatusCode);
        var right = await GarminBrowser.JsonAsync(await garmin.VerifyAsync(garmin.Garmin.CodeOf(GarminBrowser.User)!, method));

        Assert.Equal("SUCCESSFUL", Type(right));
    }

    [Fact]
    public async Task A_code_without_the_sessions_cookie_is_worth_nothing()
    {
        await using var garmin = await GarminBrowser.StartAsync();
        garmin.Garmin.Account.Mfa = GarminMfa.Email;
        await garmin.LoginAsync();
        using var stranger = new HttpClient { BaseAddress = garmin.Http.BaseAddress };
        using var content = new StringContent($$"""{"mfaMethod":"email","mfaVerificationCode":"{{garmin.Garmin.CodeOf(GarminBrowser.User)}}"}""", System.Text.Encoding.UTF8, "application/json");

        var answer = await stranger.PostAsync(new Uri($"mobile/api/mfa/verifyCode?clientId=GCM_IOS_DARK&service={Uri.EscapeDataString(GarminBrowser.Ios)}", UriKind.Relative), content);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task A_ticket_works_once_for_a_minute_and_for_its_service()
    {
        await using var garmin = await GarminBrowser.StartAsync();
        var used = garmin.Garmin.IssueTicket(GarminBrowser.User, GarminBrowser.Ios);
        Assert.Equal(HttpStatusCode.OK, (await garmin.ExchangeAsync(used, GarminBrowser.Ios)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await garmin.ExchangeAsync(used, GarminBrowser.Ios)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await garmin.ExchangeAsync(garmin.Garmin.IssueTicket(GarminBrowser.User, GarminBrowser.Ios), GarminBrowser.Android)).StatusCode);

        var late = garmin.Garmin.IssueTicket(GarminBrowser.User, GarminBrowser.Ios);
        await garmin.Service.Host.World.AdvanceAsync(TimeSpan.FromSeconds(61));
        Assert.Equal(HttpStatusCode.BadRequest, (await garmin.ExchangeAsync(late, GarminBrowser.Ios)).StatusCode);
    }

    [Fact]
    public async Task An_unknown_client_id_is_refused_and_leaves_the_ticket_good()
    {
        await using var garmin = await GarminBrowser.StartAsync();
        var ticket = garmin.Garmin.IssueTicket(GarminBrowser.User, GarminBrowser.Ios);

        Assert.Equal(HttpStatusCode.BadRequest, (await garmin.ExchangeAsync(ticket, GarminBrowser.Ios, "SOMEBODY")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await garmin.ExchangeAsync(ticket, GarminBrowser.Ios)).StatusCode);
    }

    [Fact]
    public async Task A_refresh_rotates_and_a_used_token_is_repeated_in_the_refusal()
    {
        await using var garmin = await GarminBrowser.SignedInAsync();
        Assert.Equal(HttpStatusCode.OK, (await garmin.RefreshAsync(garmin.Refresh)).StatusCode);
        var again = await garmin.RefreshAsync(garmin.Refresh);

        Assert.Equal(HttpStatusCode.BadRequest, again.StatusCode);
        var refusal = await GarminBrowser.JsonAsync(again);
        Assert.Equal("invalid_grant", refusal.GetProperty("error").GetString());
        Assert.Contains(garmin.Refresh, refusal.GetProperty("error_description").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_429_keeps_the_account_out_and_every_try_renews_it()
    {
        await using var garmin = await GarminBrowser.StartAsync();
        var world = garmin.Service.Host.World;
        world.Faults.Inject(new(FaultKind.RateLimited) { Path = "/garmin/mobile/api/login", Penalty = TimeSpan.FromHours(1) });
        for (var tries = 0; tries < 3; tries++)
        {
            Assert.Equal(HttpStatusCode.TooManyRequests, (await garmin.LoginAsync()).StatusCode);
            await world.AdvanceAsync(TimeSpan.FromMinutes(50));
        }

        Assert.Equal(HttpStatusCode.OK, (await garmin.LoginAsync(clientId: "GCM_ANDROID_DARK", service: GarminBrowser.Android)).StatusCode);
        await world.AdvanceAsync(TimeSpan.FromMinutes(11));
        Assert.Equal(HttpStatusCode.OK, (await garmin.LoginAsync()).StatusCode);
    }

    [Fact]
    public async Task The_API_refuses_dead_tokens_and_on_request_those_of_the_widget()
    {
        await using var garmin = await GarminBrowser.SignedInAsync();
        garmin.Garmin.ExpireAccessTokens();
        var dead = await garmin.ApiAsync("GET", "userprofile-service/socialProfile");
        Assert.Equal(HttpStatusCode.Unauthorized, dead.StatusCode);
        Assert.Contains("Token is not active", dead.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);

        garmin.Garmin.Account.RefusesWidgetTokens = true;
        var tokens = await GarminBrowser.JsonAsync(await garmin.ExchangeAsync(garmin.Garmin.IssueTicket(GarminBrowser.User, GarminBrowser.WidgetService), GarminBrowser.WidgetService));
        Assert.Equal(HttpStatusCode.Unauthorized, (await garmin.ApiAsync("GET", "userprofile-service/socialProfile", token: tokens.GetProperty("access_token").GetString())).StatusCode);
    }

    private static string Type(System.Text.Json.JsonElement frame) => frame.GetProperty("responseStatus").GetProperty("type").GetString()!;

    private static string Ticket(System.Text.Json.JsonElement frame) => frame.GetProperty("serviceTicketId").GetString()!;
}
