using System.Text;
using System.Text.Json.Nodes;
using WithingsSync.Destinations.Garmin.Wire;

namespace WithingsSync.Destinations.Garmin.SignIn;

/// <summary>Signs in with JSON: as the mobile app does, or as the web site does after a pause (garmin-trainerroad-fit.md §1.3, §1.5).</summary>
internal sealed class JsonLogin : ILoginStrategy
{
    public const string Mobile = "mobile";
    public const string Portal = "portal";

    private readonly GarminOptions _options;
    private readonly GarminHttp _http;
    private readonly Pause _pause;
    private readonly bool _isPortal;

    public JsonLogin(GarminOptions options, GarminHttp http, Pause pause, bool isPortal) => (_options, _http, _pause, _isPortal) = (options, http, pause, isPortal);

    public string Name => _isPortal ? Portal : Mobile;

    private string ClientId => _isPortal ? _options.PortalClientId : _options.MobileClientId;

    private string ServiceUrl => _isPortal ? _options.PortalServiceUrl : _options.MobileServiceUrl;

    private Uri PortalPage => _options.SsoUrl.At(_options.PortalPagePath, ("clientId", ClientId), ("service", ServiceUrl));

    public async Task<LoginOutcome> SignInAsync(GarminCredentials credentials, CancellationToken cancellationToken)
    {
        var jar = new CookieJar();
        if (_isPortal)
        {
            using var page = new HttpRequestMessage(HttpMethod.Get, PortalPage);
            page.Headers.TryAddWithoutValidation("User-Agent", _options.BrowserUserAgent);
            page.Headers.TryAddWithoutValidation("Accept", "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8");
            var answer = await _http.SendAsync(page, _options.RequestTimeout, cancellationToken);
            if (!answer.IsSuccess || answer.IsThrottled)
            {
                return Understand(answer, jar, credentials.UserName, pending: null);
            }

            jar.Keep(answer);
            await _pause.WaitAsync(_options.PortalDelayShortest, _options.PortalDelayLongest, cancellationToken);
        }

        var body = new JsonObject
        {
            ["username"] = credentials.UserName,
            ["password"] = credentials.Password,
            ["rememberMe"] = true,
            ["captchaToken"] = "",
        };
        return Understand(await PostAsync(_isPortal ? _options.PortalLoginPath : _options.MobileLoginPath, body, jar, cancellationToken), jar, credentials.UserName, pending: null);
    }

    public async Task<LoginOutcome> VerifyAsync(PendingSignIn pending, string code, CancellationToken cancellationToken)
    {
        var jar = new CookieJar(pending.Cookies);
        var body = new JsonObject
        {
            ["mfaMethod"] = pending.Method,
            ["mfaVerificationCode"] = code,
            ["rememberMyBrowser"] = true,
            ["reconsentList"] = new JsonArray(),
            ["mfaSetup"] = false,
        };
        return Understand(await PostAsync(_isPortal ? _options.PortalCodePath : _options.MobileCodePath, body, jar, cancellationToken), jar, pending.Login, pending);
    }

    private async Task<GarminAnswer> PostAsync(string path, JsonObject body, CookieJar jar, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _options.SsoUrl.At(path, ("clientId", ClientId), ("locale", "en-US"), ("service", ServiceUrl)));
        request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        request.Headers.TryAddWithoutValidation("User-Agent", _isPortal ? _options.BrowserUserAgent : _options.MobileUserAgent);
        request.Headers.TryAddWithoutValidation("Accept", "application/json, text/plain, */*");
        request.Headers.TryAddWithoutValidation("Origin", _options.SsoOrigin);
        if (_isPortal)
        {
            request.Headers.TryAddWithoutValidation("Referer", $"{_options.SsoOrigin}{_options.PortalPagePath}?clientId={Uri.EscapeDataString(ClientId)}&service={Uri.EscapeDataString(ServiceUrl)}");
        }

        jar.AddTo(request);
        var answer = await _http.SendAsync(request, _options.RequestTimeout, cancellationToken);
        jar.Keep(answer);
        return answer;
    }

    private LoginOutcome Understand(GarminAnswer answer, CookieJar jar, string login, PendingSignIn? pending)
    {
        if (answer.IsThrottled)
        {
            throw GarminRefusal.Throttled(answer.RetryAfter);
        }

        if (answer.Status >= 500)
        {
            throw GarminRefusal.Down(answer.Status);
        }

        var json = GarminJson.Object(answer.Body);
        var status = GarminJson.Object(json, "responseStatus");
        var type = GarminJson.Text(status, "type");
        if (type == "SUCCESSFUL" && GarminJson.Text(json, "serviceTicketId") is { } ticket)
        {
            return new LoginOutcome.Ticket(ticket, ServiceUrl);
        }

        if (type == "MFA_REQUIRED" && pending is null)
        {
            return new LoginOutcome.NeedsCode(Pending(GarminJson.Object(json, "customerMfaInfo"), jar, login));
        }

        if (type is null)
        {
            // Not the frame of an answer: a page of the firewall, and no word about the password.
            return new LoginOutcome.Blocked(FormattableString.Invariant($"HTTP {answer.Status}"));
        }

        if (type.Contains("CAPTCHA", StringComparison.Ordinal))
        {
            return new LoginOutcome.Blocked("a captcha");
        }

        if (pending is null && type == "INVALID_USERNAME_PASSWORD")
        {
            throw GarminRefusal.WrongPassword();
        }

        if (pending is not null && type.Contains("EXPIRED", StringComparison.Ordinal))
        {
            throw GarminRefusal.CodeExpired();
        }

        var refusal = GarminRefusal.OfAccount($"{type} {GarminJson.Text(status, "message")} {GarminJson.Text(json, "responseReason")}");
        return pending is not null && refusal is null
            ? new LoginOutcome.WrongCode(pending with { Cookies = jar.All })
            : throw refusal ?? GarminRefusal.Unreadable(FormattableString.Invariant($"HTTP {answer.Status}"));
    }

    private PendingSignIn Pending(JsonObject? info, CookieJar jar, string login)
    {
        var method = GarminJson.Text(info, "mfaLastMethodUsed") ?? "email";
        return new(Name, login, method, jar.All)
        {
            SentTo = method switch
            {
                "email" => GarminJson.Text(info, "email"),
                "sms" or "phone" => GarminJson.Text(info, "phoneNumber"),
                _ => null,
            },
        };
    }
}
