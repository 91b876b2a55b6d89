using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace WithingsSync.Server.OAuth;

/// <summary>
/// What was wrong with a client's request, and a link by which the person may take that back to it. Nobody is sent there unasked: anybody registers clients, and an address of ours
/// that leads on by itself would lend them our name.
/// </summary>
internal static class FaultPage
{
    /// <param name="answer">The client's address with the error in it.</param>
    public static ContentHttpResult Of(HttpContext context, AuthorizeReading.Wrong wrong, string answer)
    {
        context.Response.Headers.XFrameOptions = "DENY";
        return TypedResults.Content(
            $"""
            <!doctype html>
            <html lang="en">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>This application cannot be connected</title></head>
            <body>
            <h1>This application cannot be connected</h1>
            <p>The application that sent you here did not ask as it should: {Text(wrong.Description)} It was allowed nothing.</p>
            <p>It can be told so at: <strong>{Text(RedirectAddress.Describe(wrong.RedirectUri))}</strong>. If you do not know that, or did not begin this yourself just now, close this page.</p>
            <p><a href="{Text(answer)}" rel="noreferrer">Go back to it</a></p>
            </body>
            </html>

            """,
            "text/html; charset=utf-8", Encoding.UTF8, StatusCodes.Status400BadRequest);
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
