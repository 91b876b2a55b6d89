using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using WithingsSync.Pipeline.Accounts;

namespace WithingsSync.Server.OAuth;

/// <summary>Where a person says whether a client may read, and how much: a form without script and without anything to load.</summary>
internal static class ConsentPage
{
    private static readonly (Privacy Level, string Label)[] Levels =
    [
        (Privacy.NoIdentifiers, "every reading, but nothing that identifies a device or a measurement"),
        (Privacy.Summaries, "only averages, extremes and counts of days or longer"),
        (Privacy.Full, "everything"),
    ];

    /// <param name="problem">Why it is shown again.</param>
    /// <param name="chosen">What was chosen before; the person chooses from the cautious one otherwise.</param>
    public static IResult Of(HttpContext context, AuthorizeRequest request, int status = StatusCodes.Status200OK, string? problem = null, Privacy chosen = Privacy.NoIdentifiers)
    {
        context.Response.Headers.ContentSecurityPolicy =
            $"default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action {RedirectAddress.FormTargets(request.RedirectUri)}";
        context.Response.Headers.XFrameOptions = "DENY";
        context.Response.Headers["Referrer-Policy"] = ConsentOrigin.ReferrerPolicy;
        var html = new StringBuilder();
        html.Append(CultureInfo.InvariantCulture, $"""
            <!doctype html>
            <html lang="en">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Let an application read?</title></head>
            <body>
            <h1>Let an application read your Withings data?</h1>
            {(problem is null ? "" : $"<p role=\"alert\"><strong>{Text(problem)}</strong></p>")}
            <p>An application that calls itself <strong>{Text(request.Client.Name)}</strong> asks to read your Withings data on this server. Nobody has checked that name.</p>
            <p>Your answer goes to: <strong>{Text(RedirectAddress.Describe(request.RedirectUri))}</strong>. If you do not know that, or did not begin this yourself just now, deny.</p>
            <p>It could read, until you end it or for ninety days after it last did: weight, blood pressure, heart, sleep, activity and everything else this server keeps of you. It can change nothing.</p>
            <form method="post" action="authorize">

            """);
        foreach (var (name, value) in request.Fields())
        {
            html.Append(CultureInfo.InvariantCulture, $"<input type=\"hidden\" name=\"{name}\" value=\"{Text(value)}\">\n");
        }

        html.Append("<fieldset><legend>It may see</legend>\n");
        foreach (var (level, label) in Levels)
        {
            html.Append(CultureInfo.InvariantCulture, $"<p><label><input type=\"radio\" name=\"privacy\" value=\"{PrivacyNames.NameOf(level)}\"{(level == chosen ? " checked" : "")}> {label}</label></p>\n");
        }

        html.Append("""
            </fieldset>
            <p><label>Your access token for this server<br>
            <input type="password" name="token" size="60" maxlength="100" autocomplete="current-password" required></label></p>
            <p>Whoever runs this server gave it to you. The application does not get it; it gets one of its own.</p>
            <p><button type="submit" name="decision" value="allow">Allow</button>
            <button type="submit" name="decision" value="deny" formnovalidate>Deny</button></p>
            </form>
            </body>
            </html>

            """);
        return TypedResults.Content(html.ToString(), "text/html; charset=utf-8", Encoding.UTF8, status);
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
