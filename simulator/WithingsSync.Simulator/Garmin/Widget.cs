using WithingsSync.Simulator.Faults;
using WithingsSync.Simulator.Wire;

namespace WithingsSync.Simulator.Garmin;

/// <summary>The sign-in by HTML forms (section 1.4): cookies, the form's token and the <c>Referer</c> must all be right.</summary>
internal sealed class Widget(GarminService garmin)
{
    public const string ClientId = "GarminConnect";
    private static readonly string[] Hosts = ["gauthHost", "service", "source", "redirectAfterAccountLoginUrl", "redirectAfterAccountCreationUrl"];
    private readonly WidgetPages _pages = new();

    public static WireAnswer Embed(WireCall call) =>
        call.Query("id") == "gauth-widget" && call.Query("embedWidget") == "true" && call.Query("gauthHost") is "https://sso.garmin.com/sso" or "https://sso.garmin.cn/sso"
            ? WidgetPages.Embed().WithCookie("org.springframework.web.servlet.i18n.CookieLocaleResolver.LOCALE", "en_US").WithCookie("__cflb", "02DiuF7C")
            : WireFaults.Page(400, "GARMIN Authentication Application", "Bad request");

    public WireAnswer SignInPage(WireCall call)
    {
        if (!HasQuery(call) || !call.ComesFrom("/sso/embed"))
        {
            return WireFaults.Challenge();
        }

        var session = garmin.Sessions.Begin();
        return _pages.SignIn(session).WithCookie("SESSION", session.Id).WithCookie("__VCAP_ID__", "a7c3-simulated");
    }

    public WireAnswer SignIn(WireCall call)
    {
        if (!HasQuery(call) || !call.ComesFrom("/sso/signin") || garmin.Sessions.Find(call) is not { } session || garmin.IsHasty(session))
        {
            return WireFaults.Challenge();
        }

        var username = call.Field("username") ?? "";
        if (garmin.Penalties.KeepsOut(Penalties.Widget, username))
        {
            return WireFaults.TooManyRequests();
        }

        if (call.Field("embed") != "true" || call.Field("_csrf") != session.Csrf)
        {
            garmin.Sessions.NewCsrf(session);
            return _pages.SignIn(session, 403);
        }

        garmin.Sessions.NewCsrf(session);
        if (garmin.Find(username) is not { } account || account.Password != call.Field("password"))
        {
            return _pages.SignIn(session, 401);
        }

        if (account.State != GarminAccountState.Normal)
        {
            return WidgetPages.Refusal(account.State);
        }

        if (account.Mfa == GarminMfa.None)
        {
            return Success(account);
        }

        // No code is on its way yet: the widget must ask for it.
        session.Code = null;
        Sessions.Ask(session, account, call.Query("service")!, garmin.Now);
        return account.Mfa == GarminMfa.Email ? _pages.Mfa(session, account) : WireAnswer.Redirect($"{call.Origin}/garmin/sso/verifyMFA/loginEnterMfaCode{call.QueryText}");
    }

    public WireAnswer MfaPage(WireCall call) => Pending(call) is { } session ? _pages.Mfa(session, session.Account!) : WireFaults.Challenge();

    public WireAnswer SendCode(WireCall call)
    {
        if (Pending(call) is not { } session || call.Query("clientId") != ClientId)
        {
            return WireFaults.Challenge();
        }

        var account = session.Account!;
        if (call.Text("customerGuid") != account.DisplayName || call.Text("mfaMethod") != LoginFrame.MethodName(account.Mfa) || call.Text("locale") != "en_US")
        {
            return Refusals.BadRequest("customerGuid, mfaMethod and locale are needed");
        }

        garmin.Sessions.Send(session);
        return WireAnswer.Json(200, new System.Text.Json.Nodes.JsonObject());
    }

    public WireAnswer EnterCode(WireCall call)
    {
        if (!HasQuery(call) || Pending(call) is not { } session || !(call.ComesFrom("/sso/verifyMFA/loginEnterMfaCode") || call.ComesFrom("/sso/signin")))
        {
            return WireFaults.Challenge();
        }

        if (call.Field("embed") != "true" || call.Field("fromPage") != "setupEnterMfaCode" || call.Field("_csrf") != session.Csrf)
        {
            return WireFaults.Page(403, "Forbidden", "Invalid CSRF token");
        }

        garmin.Sessions.NewCsrf(session);
        var account = session.Account!;
        if (!garmin.Sessions.Accept(session, call.Field("mfa-code") ?? ""))
        {
            return _pages.Mfa(session, account);
        }

        var token = garmin.Keep(Guid.NewGuid().ToString("N"));
        session.LoginToken = (token, account.Username);
        return WireAnswer.Redirect($"{call.Origin}/garmin/sso/login?logintoken={token}&service={Uri.EscapeDataString(call.Query("service")!)}");
    }

    public WireAnswer FinishLogin(WireCall call)
    {
        if (garmin.Sessions.Find(call) is not { LoginToken: { } expected } session || call.Query("logintoken") != expected.Token)
        {
            return WireFaults.Challenge();
        }

        session.LoginToken = null;
        return Success(garmin.Known(expected.Username));
    }

    /// <summary>A 429 that was injected keeps the account out of the widget from then on.</summary>
    public void Limited(WireCall call, Fault fault)
    {
        if (call.Field("username") is { } username)
        {
            garmin.Penalties.Begin(Penalties.Widget, username, fault.Penalty);
        }
    }

    private WireAnswer Success(GarminAccount account) =>
        WidgetPages.Success(garmin.Tickets.Issue(account.Username, "https://sso.garmin.com/sso/embed")).WithCookie("CASTGC", garmin.NewCookie());

    private Session? Pending(WireCall call) => garmin.Sessions.Find(call) is { } session && garmin.Sessions.IsPending(session) ? session : null;

    private static bool HasQuery(WireCall call) =>
        call.Query("id") == "gauth-widget" && call.Query("embedWidget") == "true" && Array.TrueForAll(Hosts, name => ServiceUrls.IsWidget(call.Query(name)));
}
