using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using WithingsSync.Simulator.Wire;

namespace WithingsSync.Simulator.TrainerRoad;

/// <summary>The pages and calls of TrainerRoad under one prefix (section 7.2).</summary>
internal sealed class TrainerRoadRoutes(SimulatedWorld world)
{
    private const string Auth = "SharedTrainerRoadAuth";
    private const string Token = "__RequestVerificationToken";
    private const string RiderInformation = "/trainerroad/app/api/profile/rider-information";
    private readonly TrainerRoadService _service = world.TrainerRoad;

    /// <summary>Which form token belongs to which cookie; pages do not outlive a restart.</summary>
    private readonly Dictionary<string, string> _pairs = new(StringComparer.Ordinal);

    public void MapTo(WebApplication web)
    {
        var front = new WireFront(world, _service.Requests, _service.Issued);
        front.Map(web, "GET", "/trainerroad/app/login", call => Page(call, ""));
        front.Map(web, "POST", "/trainerroad/app/login", SignIn);
        front.Map(web, "GET", "/trainerroad/app/logout", SignOut);
        front.Map(web, "GET", RiderInformation, call => WithRider(call, account => Shown(call, 200, account.Profile)));
        front.Map(web, "PUT", RiderInformation, call => WithRider(call, account => Change(call, account)));
        front.Map(web, "GET", "/trainerroad/app/api/member-info", call => WithRider(call, account =>
            Shown(call, 200, new JsonObject { ["memberId"] = account.MemberId, ["username"] = account.Username })));
        front.MapRest(web, "/trainerroad");
    }

    private WireAnswer Page(WireCall call, string complaint)
    {
        var (cookie, token) = (_service.NewToken(), _service.NewToken());
        _pairs[cookie] = token;
        var returnUrl = call.Query("ReturnUrl") ?? call.Field("ReturnUrl") ?? "";
        return WireAnswer.Html(
            200,
            $"""
            <!DOCTYPE html><html><head><title>Log In - TrainerRoad</title></head><body>{complaint}
            <form action="/app/login" method="post">
              <input name="{Token}" type="hidden" value="{token}" />
              <input id="ReturnUrl" name="ReturnUrl" type="hidden" value="{WebUtility.HtmlEncode(returnUrl)}" />
              <input name="Username" type="text" /><input name="Password" type="password" />
            </form></body></html>
            """).WithCookie(Token, cookie).WithCookie("ASP.NET_SessionId", "simulated");
    }

    private WireAnswer SignIn(WireCall call)
    {
        if (_service.RequiresAntiForgery
            && (call.Cookie(Token) is not { } cookie || !_pairs.TryGetValue(cookie, out var expected) || call.Field(Token) != expected))
        {
            return WireAnswer.Html(400, "<html><head><title>Bad Request</title></head><body>The required anti-forgery token is missing or wrong.</body></html>");
        }

        // A wrong password is told by the page alone: the status is 200, and there is no cookie.
        if (_service.Find(call.Field("Username") ?? "") is not { } account || account.Password != call.Field("Password"))
        {
            return Page(call, "<div class=\"validation-summary-errors\">Invalid username or password.</div>");
        }

        return WireAnswer.Redirect($"{call.Origin}/trainerroad/app/career/{Uri.EscapeDataString(account.Username)}").WithCookie(Auth, _service.NewCookie(account), 30 * 86_400);
    }

    private WireAnswer SignOut(WireCall call)
    {
        if (call.Cookie(Auth) is { } cookie)
        {
            _service.Forget(cookie);
        }

        return WireAnswer.Redirect($"{call.Origin}/trainerroad/app/login").With("Set-Cookie", $"{Auth}=; Path=/; Max-Age=0");
    }

    /// <summary>Without a good cookie: 401 for who wants JSON only, the way to the page for a browser.</summary>
    private WireAnswer WithRider(WireCall call, Func<TrainerRoadAccount, WireAnswer> answer) =>
        _service.Holder(call.Cookie(Auth)) is { } account ? answer(account)
        : call.Header("Accept")?.Contains("application/json", StringComparison.OrdinalIgnoreCase) == true ? WireAnswer.Json(401, new JsonObject { ["Message"] = "Authorization has been denied for this request." })
        : WireAnswer.Redirect($"{call.Origin}/trainerroad/app/login?ReturnUrl={Uri.EscapeDataString(call.Path)}");

    private WireAnswer Change(WireCall call, TrainerRoadAccount account)
    {
        var sent = call.Json is { } json ? Renamed(json, char.ToLowerInvariant) : null;
        if (sent?["weightKg"] is not JsonValue weight || !weight.TryGetValue(out decimal kilograms) || kilograms is not (> 0 and < 1_000))
        {
            return WireAnswer.Json(400, new JsonObject { ["message"] = "weightKg is missing or out of range." });
        }

        _service.Replace(account, sent);
        return _service.AnswersNoContent ? WireAnswer.Empty(204) : Shown(call, 200, account.Profile);
    }

    private static WireAnswer Shown(WireCall call, int status, JsonObject content) =>
        WireAnswer.Json(status, call.Header("trainerroad-jsonformat") == "camel-case" ? content : Renamed(content, char.ToUpperInvariant));

    private static JsonObject Renamed(JsonObject content, Func<char, char> first) =>
        new(content.Select(p => KeyValuePair.Create(first(p.Key[0]) + p.Key[1..], p.Value?.DeepClone())));
}
