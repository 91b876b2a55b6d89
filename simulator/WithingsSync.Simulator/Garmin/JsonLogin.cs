using WithingsSync.Simulator.Faults;
using WithingsSync.Simulator.Wire;

namespace WithingsSync.Simulator.Garmin;

/// <summary>The two sign-ins that speak JSON: mobile (section 1.3) and portal (section 1.5).</summary>
internal sealed class JsonLogin(GarminService garmin)
{
    /// <summary>The page a browser begins with; the portal asks for it, the mobile sign-in does not.</summary>
    public WireAnswer Page(WireCall call)
    {
        var isPortal = call.Path.Contains("/portal/", StringComparison.Ordinal);
        var isPair = isPortal
            ? ServiceUrls.IsPortalPair(call.Query("clientId"), call.Query("service"))
            : ServiceUrls.IsMobilePair(call.Query("clientId"), call.Query("service") ?? "https://mobile.integration.garmin.com/gcm/ios");
        return isPair
            ? WireAnswer.Html(200, "<!doctype html><html lang=\"en\"><head><title>Sign In | Garmin</title></head><body><div id=\"root\"></div></body></html>")
                .WithCookie("SESSION", garmin.Sessions.Begin().Id).WithCookie("__VCAP_ID__", "b1e5-simulated")
            : LoginFrame.Invalid("clientId and service do not belong together");
    }

    public WireAnswer Mobile(WireCall call) =>
        ServiceUrls.IsMobilePair(call.Query("clientId"), call.Query("service")) && call.Query("locale") is not null
            ? SignIn(call, garmin.Sessions.Find(call) ?? garmin.Sessions.Begin())
            : LoginFrame.Invalid("clientId, locale and service do not belong together");

    public WireAnswer Portal(WireCall call)
    {
        if (!ServiceUrls.IsPortalPair(call.Query("clientId"), call.Query("service")) || call.Query("locale") is null)
        {
            return LoginFrame.Invalid("clientId, locale and service do not belong together");
        }

        // What no browser would send is taken for a machine's.
        return garmin.Sessions.Find(call) is { } session && call.ComesFrom("/portal/sso/en-US/sign-in") && !garmin.IsHasty(session)
            ? SignIn(call, session)
            : WireFaults.Challenge();
    }

    public WireAnswer Verify(WireCall call)
    {
        var service = call.Query("service");
        if (!ServiceUrls.IsMobilePair(call.Query("clientId"), service) && !ServiceUrls.IsPortalPair(call.Query("clientId"), service))
        {
            return LoginFrame.Invalid("clientId and service do not belong together");
        }

        if (garmin.Sessions.Find(call) is not { } session || !garmin.Sessions.IsPending(session))
        {
            return LoginFrame.NoPendingSession();
        }

        var account = session.Account!;
        if (call.Text("mfaMethod") != LoginFrame.MethodName(account.Mfa) || call.Text("mfaVerificationCode") is not { } code)
        {
            return LoginFrame.Invalid("mfaMethod and mfaVerificationCode are needed");
        }

        return garmin.Sessions.Accept(session, code) ? Success(account, service!) : LoginFrame.WrongCode();
    }

    /// <summary>A 429 that was injected keeps the account out from then on.</summary>
    public void Limited(WireCall call, Fault fault)
    {
        if (call.Query("clientId") is { } clientId && call.Text("username") is { } username)
        {
            garmin.Penalties.Begin(clientId, username, fault.Penalty);
        }
    }

    private WireAnswer SignIn(WireCall call, Session session)
    {
        if (call.Text("username") is not { } username || call.Text("password") is not { } password)
        {
            return LoginFrame.Invalid("username and password are needed");
        }

        if (garmin.Penalties.KeepsOut(call.Query("clientId")!, username))
        {
            return WireFaults.TooManyRequests();
        }

        if (garmin.Find(username) is not { } account || account.Password != password)
        {
            return LoginFrame.WrongPassword();
        }

        if (account.RequiresCaptcha)
        {
            return LoginFrame.Captcha();
        }

        if (account.State != GarminAccountState.Normal)
        {
            return LoginFrame.Of(account.State);
        }

        var service = call.Query("service")!;
        if (account.Mfa == GarminMfa.None)
        {
            return Success(account, service);
        }

        // Here Garmin sends the code by itself.
        Sessions.Ask(session, account, service, garmin.Now);
        garmin.Sessions.Send(session);
        return LoginFrame.MfaRequired(account).WithCookie("SESSION", session.Id);
    }

    private WireAnswer Success(GarminAccount account, string service) =>
        LoginFrame.Successful(garmin.Tickets.Issue(account.Username, service), service)
            .WithCookie("CASTGC", garmin.NewCookie()).WithCookie("GARMIN-SSO", "1").WithCookie("GARMIN-SSO-CUST-GUID", account.DisplayName);
}
