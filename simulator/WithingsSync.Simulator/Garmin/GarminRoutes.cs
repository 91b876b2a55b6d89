using Microsoft.AspNetCore.Builder;
using WithingsSync.Simulator.Wire;

namespace WithingsSync.Simulator.Garmin;

/// <summary>All hosts of Garmin under one prefix; their paths do not collide.</summary>
internal sealed class GarminRoutes(SimulatedWorld world)
{
    private const string Weight = "/garmin/weight-service/";
    private const string Pressure = "/garmin/bloodpressure-service/bloodpressure";
    private readonly GarminService _garmin = world.Garmin;
    private readonly WireFront _front = new(world, world.Garmin.Requests, world.Garmin.Issued);

    public void MapTo(WebApplication web)
    {
        MapSignIn(web);
        MapWidget(web);
        MapProfile(web);
        MapReadings(web);
        _front.MapRest(web, "/garmin");
    }

    private void MapSignIn(WebApplication web)
    {
        var json = new JsonLogin(_garmin);
        _front.Map(web, "GET", "/garmin/mobile/sso/{locale}/sign-in", json.Page);
        _front.Map(web, "POST", "/garmin/mobile/api/login", json.Mobile, json.Limited);
        _front.Map(web, "POST", "/garmin/mobile/api/mfa/verifyCode", json.Verify);
        _front.Map(web, "GET", "/garmin/portal/sso/{locale}/sign-in", json.Page);
        _front.Map(web, "POST", "/garmin/portal/api/login", json.Portal, json.Limited);
        _front.Map(web, "POST", "/garmin/portal/api/mfa/verifyCode", json.Verify);
        _front.Map(web, "POST", "/garmin/di-oauth2-service/oauth/token", new TokenCalls(_garmin).Answer);
    }

    private void MapWidget(WebApplication web)
    {
        var widget = new Widget(_garmin);
        _front.Map(web, "GET", "/garmin/sso/embed", Widget.Embed);
        _front.Map(web, "GET", "/garmin/sso/signin", widget.SignInPage);
        _front.Map(web, "POST", "/garmin/sso/signin", widget.SignIn, widget.Limited);
        _front.Map(web, "GET", "/garmin/sso/verifyMFA/loginEnterMfaCode", widget.MfaPage);
        _front.Map(web, "POST", "/garmin/sso/verifyMFA/loginEnterMfaCode", widget.EnterCode);
        _front.Map(web, "POST", "/garmin/sso/verifyMFA/mfaCode", widget.SendCode);
        _front.Map(web, "GET", "/garmin/sso/login", widget.FinishLogin);
    }

    private void MapProfile(WebApplication web)
    {
        var profiles = new Profiles(_garmin);
        Api(web, "GET", "/garmin/userprofile-service/socialProfile", (_, account) => Profiles.Social(account));
        Api(web, "GET", "/garmin/userprofile-service/userprofile/user-settings", (_, account) => Profiles.Settings(account));
        Api(web, "PUT", "/garmin/userprofile-service/userprofile/user-settings", profiles.Change);
    }

    private void MapReadings(WebApplication web)
    {
        var uploads = new Uploads(_garmin);
        Api(web, "POST", "/garmin/upload-service/upload", uploads.Upload);
        Api(web, "POST", "/garmin/upload-service/upload/{extension}", uploads.Upload);
        Api(web, "GET", "/garmin/activity-service/activity/status/{ms}/{uuid}", uploads.Status);

        var weights = new Weights(_garmin);
        Api(web, "GET", Weight + "weight/dayview/{date}", weights.DayView);
        Api(web, "GET", Weight + "weight/range/{from}/{to}", weights.Range);
        Api(web, "GET", Weight + "weight/dateRange", weights.OnePerDay);
        Api(web, "GET", Weight + "weight/daterangesnapshot", weights.OnePerDay);
        Api(web, "GET", Weight + "weight/first", (_, account) => weights.First(account));
        Api(web, "GET", Weight + "weight/latest", (_, account) => weights.Latest(account));
        Api(web, "POST", Weight + "user-weight", weights.Add);
        Api(web, "DELETE", Weight + "weight/{date}/byversion/{samplePk}", weights.Delete);

        var pressures = new Pressures(_garmin);
        Api(web, "POST", Pressure, pressures.Add);
        Api(web, "GET", Pressure + "/range/{from}/{to}", (call, account) => pressures.Range(call, account, all: true));
        Api(web, "GET", Pressure + "/daily/last/{from}/{to}", (call, account) => pressures.Range(call, account, all: false));
        Api(web, "GET", Pressure + "/dayview/{date}", pressures.DayView);
        Api(web, "DELETE", Pressure + "/{date}/{version}", pressures.Delete);
    }

    /// <summary>A call that needs an access token.</summary>
    private void Api(WebApplication web, string method, string route, Func<WireCall, GarminAccount, WireAnswer> answer) =>
        _front.Map(web, method, route, call =>
        {
            _garmin.Settle();
            return _garmin.Holder(call.Bearer) is { } account ? answer(call, account) : Refusals.TokenNotActive();
        });
}
