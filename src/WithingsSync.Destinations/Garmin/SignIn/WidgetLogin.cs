using System.Text;
using System.Text.Json.Nodes;

namespace WithingsSync.Destinations.Garmin.SignIn;

/// <summary>Signs in with the forms of the widget that other web sites embed, which has a limiter of its own (garmin-trainerroad-fit.md §1.4).</summary>
internal sealed class WidgetLogin(GarminOptions options, GarminHttp http, Pause pause) : ILoginStrategy
{
    public const string Widget = "widget";

    private const string SignInPath = "/sso/signin";
    private const string CodePath = "/sso/verifyMFA/loginEnterMfaCode";
    private const int MostRedirects = 5;

    public string Name => Widget;

    private (string Name, string Value)[] Query =>
    [
        ("id", "gauth-widget"), ("embedWidget", "true"), ("gauthHost", options.WidgetServiceUrl), ("service", options.WidgetServiceUrl), ("source", options.WidgetServiceUrl),
        ("redirectAfterAccountLoginUrl", options.WidgetServiceUrl), ("redirectAfterAccountCreationUrl", options.WidgetServiceUrl),
    ];

    public async Task<LoginOutcome> SignInAsync(GarminCredentials credentials, CancellationToken cancellationToken)
    {
        var jar = new CookieJar();
        var embed = options.SsoUrl.At("/sso/embed", ("id", "gauth-widget"), ("embedWidget", "true"), ("gauthHost", $"{options.SsoOrigin}/sso"));
        if (Obstacle(await GetAsync(embed, jar, referer: null, cancellationToken)) is { } early)
        {
            return early;
        }

        var form = options.SsoUrl.At(SignInPath, Query);
        var answer = await GetAsync(form, jar, embed, cancellationToken);
        if (Obstacle(answer) is { } obstacle)
        {
            return obstacle;
        }

        var csrf = new WidgetPage(answer.Body).Csrf ?? throw GarminRefusal.Unreadable("a page without its form");
        await pause.WaitAsync(options.WidgetDelayShortest, options.WidgetDelayLongest, cancellationToken);
        answer = await FormAsync(form, jar, form, cancellationToken, ("username", credentials.UserName), ("password", credentials.Password ?? ""), ("embed", "true"), ("_csrf", csrf));
        answer = await FollowAsync(answer, jar, form, cancellationToken);
        return await UnderstandAsync(answer, jar, credentials.UserName, cancellationToken);
    }

    public async Task<LoginOutcome> VerifyAsync(PendingSignIn pending, string code, CancellationToken cancellationToken)
    {
        var jar = new CookieJar(pending.Cookies);
        var form = options.SsoUrl.At(CodePath, Query);
        var answer = await FormAsync(form, jar, form, cancellationToken, ("mfa-code", code), ("embed", "true"), ("_csrf", pending.Csrf ?? ""), ("fromPage", "setupEnterMfaCode"));
        answer = await FollowAsync(answer, jar, form, cancellationToken);
        if (Obstacle(answer) is { } obstacle)
        {
            return obstacle;
        }

        var page = new WidgetPage(answer.Body);
        return page.Ticket is { } ticket ? new LoginOutcome.Ticket(ticket, options.WidgetServiceUrl)
            : page.WantsCode ? new LoginOutcome.WrongCode(pending with { Csrf = page.Csrf ?? pending.Csrf, Cookies = jar.All })
            : throw GarminRefusal.OfAccount(page.AccountText) ?? GarminRefusal.Unreadable("a page without a ticket");
    }

    private async Task<LoginOutcome> UnderstandAsync(GarminAnswer answer, CookieJar jar, string login, CancellationToken cancellationToken)
    {
        var page = new WidgetPage(answer.Body);
        if ((answer.Status == 401 || (answer.IsSuccess && page.IsFailure)) && GarminRefusal.OfAccount(page.AccountText) is { } ofAccount)
        {
            throw ofAccount;
        }

        // A 401 without Garmin's own page is no word about the password.
        if (page.IsFailure && (answer.Status == 401 || answer.IsSuccess))
        {
            throw GarminRefusal.WrongPassword();
        }

        if (Obstacle(answer) is { } obstacle)
        {
            return obstacle;
        }

        if (page.Ticket is { } ticket)
        {
            return new LoginOutcome.Ticket(ticket, options.WidgetServiceUrl);
        }

        if (!page.WantsCode)
        {
            throw GarminRefusal.OfAccount(page.AccountText)
                ?? (Says(page, "invalid") || Says(page, "incorrect") ? GarminRefusal.WrongPassword()
                    : Says(page, "bad gateway") || Says(page, "unavailable") || Says(page, "502") || Says(page, "503") ? GarminRefusal.Down(answer.Status)
                    : GarminRefusal.Unreadable("a page without a ticket"));
        }

        var method = page.MfaMethod is { Length: > 0 } named ? named : "email";
        var sentTo = page.Variable("codeSentTo");
        if (sentTo.Length == 0 && method is "email" or "sms")
        {
            await RequestCodeAsync(page, method, jar, cancellationToken);
        }

        return new LoginOutcome.NeedsCode(new(Name, login, method, jar.All) { SentTo = sentTo.Length > 0 ? sentTo : null, Csrf = page.Csrf });
    }

    /// <summary>In this flow a code is sent only when it is asked for.</summary>
    private async Task RequestCodeAsync(WidgetPage page, string method, CookieJar jar, CancellationToken cancellationToken)
    {
        var body = new JsonObject { ["customerGuid"] = page.Variable("customerGuid"), ["mfaMethod"] = method, ["locale"] = page.Variable("locale") };
        using var request = Request(HttpMethod.Post, options.SsoUrl.At("/sso/verifyMFA/mfaCode", ("clientId", page.Variable("clientId"))), jar, options.SsoUrl.At(CodePath, Query));
        request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        var answer = await http.SendAsync(request, options.RequestTimeout, cancellationToken);
        jar.Keep(answer);
        if (Obstacle(answer) is not null || !answer.IsSuccess)
        {
            throw GarminRefusal.Unreadable("no code could be asked for");
        }
    }

    /// <summary>What stands in the way whatever the page was to say; null when nothing does.</summary>
    private static LoginOutcome.Blocked? Obstacle(GarminAnswer answer) => answer switch
    {
        { IsThrottled: true } => throw GarminRefusal.Throttled(answer.RetryAfter),
        { Status: >= 500 } => throw GarminRefusal.Down(answer.Status),
        { IsSuccess: true } => new WidgetPage(answer.Body).IsBlock ? new("a challenge") : null,
        _ => new(FormattableString.Invariant($"HTTP {answer.Status}")),
    };

    private static bool Says(WidgetPage page, string word) => page.Title.Contains(word, StringComparison.OrdinalIgnoreCase);

    private async Task<GarminAnswer> FollowAsync(GarminAnswer answer, CookieJar jar, Uri referer, CancellationToken cancellationToken)
    {
        for (var i = 0; i < MostRedirects && answer is { Status: 301 or 302 or 303 or 307, Location: { } location }; i++)
        {
            answer = await GetAsync(Within(location) ?? throw GarminRefusal.Unreadable("a redirect to another host"), jar, referer, cancellationToken);
        }

        return answer;
    }

    /// <summary>The place a redirect leads to, at the sign-in host only: the cookies are for nobody else.</summary>
    private Uri? Within(string location)
    {
        if (!Uri.TryCreate(new Uri(options.SsoOrigin), location, out var target))
        {
            return null;
        }

        var root = options.SsoUrl.AbsolutePath.TrimEnd('/');
        var path = root.Length > 0 && target.PathAndQuery.StartsWith(root + "/", StringComparison.Ordinal) ? target.PathAndQuery[root.Length..] : target.PathAndQuery;
        return target.Host == new Uri(options.SsoOrigin).Host || (target.Host == options.SsoUrl.Host && target.Port == options.SsoUrl.Port) ? options.SsoUrl.At(path) : null;
    }

    private async Task<GarminAnswer> GetAsync(Uri address, CookieJar jar, Uri? referer, CancellationToken cancellationToken)
    {
        using var request = Request(HttpMethod.Get, address, jar, referer);
        var answer = await http.SendAsync(request, options.RequestTimeout, cancellationToken);
        jar.Keep(answer);
        return answer;
    }

    private async Task<GarminAnswer> FormAsync(Uri address, CookieJar jar, Uri referer, CancellationToken cancellationToken, params (string Name, string Value)[] fields)
    {
        using var request = Request(HttpMethod.Post, address, jar, referer);
        request.Headers.TryAddWithoutValidation("Origin", options.SsoOrigin);
        request.Headers.TryAddWithoutValidation("NK", "NT");
        request.Content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        var answer = await http.SendAsync(request, options.RequestTimeout, cancellationToken);
        jar.Keep(answer);
        return answer;
    }

    private HttpRequestMessage Request(HttpMethod method, Uri address, CookieJar jar, Uri? referer)
    {
        var request = new HttpRequestMessage(method, address);
        request.Headers.TryAddWithoutValidation("User-Agent", options.BrowserUserAgent);
        request.Headers.TryAddWithoutValidation("Accept", "text/html,application/xhtml+xml,application/json;q=0.9,*/*;q=0.8");
        if (referer is not null)
        {
            request.Headers.TryAddWithoutValidation("Referer", referer.AbsoluteUri);
        }

        jar.AddTo(request);
        return request;
    }
}
