using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Server.Settings;
using WithingsSync.Server.Web;
using WithingsSync.Storage.Server;

namespace WithingsSync.Server.OAuth;

/// <summary>The person's part: shown who asks for what, they sign in with their own token and say yes or no.</summary>
internal static partial class AuthorizeRoutes
{
    private const string Title = "This application cannot be connected";

    public static async Task<IResult> AskAsync(HttpContext context, AuthorizeReader reader, ServerSettings settings, CancellationToken cancellationToken)
    {
        if (OAuthAddresses.Find(context.Request, settings) is not { } addresses)
        {
            return OAuthRoutes.Closed();
        }

        var reading = await reader.ReadAsync(OAuthParameters.OfQuery(context.Request), addresses, cancellationToken);
        return reading is AuthorizeReading.Good { Request: var request } ? ConsentPage.Of(context, request) : Refusal(context, addresses, reading);
    }

    public static async Task<IResult> AnswerAsync(
        HttpContext context, AuthorizeReader reader, AccessTokenStore tokens, OAuthCodeStore codes, OAuthLimits limits, ServerSettings settings, TimeProvider time,
        ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        if (OAuthAddresses.Find(context.Request, settings) is not { } addresses)
        {
            return OAuthRoutes.Closed();
        }

        if (!ConsentOrigin.IsOurs(context.Request, addresses))
        {
            return Page.Of(Title, StatusCodes.Status403Forbidden, "Another site sent this answer in your name. Nothing was done. Begin again at the application.");
        }

        if (await OAuthParameters.OfFormAsync(context.Request, cancellationToken) is not { } form)
        {
            return Page.Of(Title, StatusCodes.Status400BadRequest, "What came here is not the form of this page.");
        }

        var reading = await reader.ReadAsync(form, addresses, cancellationToken);
        if (reading is not AuthorizeReading.Good { Request: var request })
        {
            return Refusal(context, addresses, reading);
        }

        if (form["decision"] == "deny")
        {
            return Redirect(context, addresses, request.RedirectUri, request.State, ("error", "access_denied"), ("error_description", "The person said no."));
        }

        if (form["decision"] != "allow" || PrivacyNames.Find(form["privacy"]) is not { } privacy)
        {
            return ConsentPage.Of(context, request, StatusCodes.Status400BadRequest, "Choose what it may see, and allow or deny.");
        }

        if (limits.SignIns.Take(context) is { } wait)
        {
            var seconds = OAuthLimits.Seconds(wait);
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
            return ConsentPage.Of(context, request, StatusCodes.Status429TooManyRequests, $"Too many wrong tokens came from your address. Try again in {seconds} s.", privacy);
        }

        var signedIn = await tokens.FindAsync((form["token"] ?? "").Trim(), time.GetUtcNow(), cancellationToken);
        if (FindProblem(signedIn, privacy) is { } problem)
        {
            return ConsentPage.Of(context, request, StatusCodes.Status403Forbidden, problem, privacy);
        }

        limits.SignIns.GiveBack(context);
        if (await codes.IssueAsync(request.ConsentOf(signedIn!, privacy), time.GetUtcNow(), cancellationToken) is not { } code)
        {
            return Page.Of(Title, StatusCodes.Status400BadRequest, "Your token or the application has just been removed from this server. Begin again there.");
        }

        Log.Allowed(loggers.CreateLogger(typeof(AuthorizeRoutes).FullName!), signedIn!.Person!, request.Client.Id, privacy);
        return Redirect(context, addresses, request.RedirectUri, request.State, ("code", code));
    }

    /// <summary>What a token shows at most, a client that it let in shows no more of.</summary>
    private static string? FindProblem(AccessToken? token, Privacy privacy) => token switch
    {
        null => "That is no token in force on this server. Look at it again, or ask for a new one (withings-sync user token NAME).",
        { Kind: AccessTokenKind.Service } => "That is an application's token, which acts for other people. Use your own.",
        { Kind: AccessTokenKind.Admin } => "That is an administrator's token, which sees nobody's data. Use your own.",
        { Person: null } => "That token is nobody's. Use your own.",
        _ when privacy < token.Privacy => token.Privacy == Privacy.Summaries
            ? "Your token itself shows only averages, extremes and counts: choose those."
            : "Your token itself shows nothing that identifies a device or a measurement: choose that, or less.",
        _ => null,
    };

    private static IResult Refusal(HttpContext context, OAuthAddresses addresses, AuthorizeReading reading) => reading switch
    {
        AuthorizeReading.Wrong wrong => FaultPage.Of(
            context, wrong, AnswerAt(addresses, wrong.RedirectUri, wrong.State, ("error", wrong.Error), ("error_description", wrong.Description))),
        AuthorizeReading.Doubtful doubtful => Page.Of(Title, StatusCodes.Status400BadRequest, doubtful.Sentence),
        _ => throw new InvalidOperationException("A good request is no refusal."),
    };

    /// <summary>By 303, so that no browser posts the token on.</summary>
    private static IResult Redirect(HttpContext context, OAuthAddresses addresses, string redirectUri, string? state, params IEnumerable<(string Name, string Value)> answer)
    {
        context.Response.Headers.Location = AnswerAt(addresses, redirectUri, state, answer);
        return TypedResults.StatusCode(StatusCodes.Status303SeeOther);
    }

    /// <summary>Who answers stands in it (RFC 9207): a client of several servers confuses none with another.</summary>
    private static string AnswerAt(OAuthAddresses addresses, string redirectUri, string? state, params IEnumerable<(string Name, string Value)> answer)
    {
        var all = answer.Append(("iss", addresses.Issuer)).Concat(state is null ? [] : [("state", state)]);
        var query = string.Join('&', all.Select(one => $"{one.Item1}={Uri.EscapeDataString(one.Item2)}"));
        return $"{redirectUri}{(redirectUri.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{query}";
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "{Account} lets the client {Client} read ({Privacy}).")]
        public static partial void Allowed(ILogger logger, WithingsSync.Pipeline.Accounts.AccountId account, string client, Privacy privacy);
    }
}
