using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace WithingsSync.Server.Web;

/// <summary>A page of a few sentences, without script and without anything to load.</summary>
internal static class Page
{
    /// <param name="paragraphs">Texts; what is special in HTML is escaped.</param>
    public static ContentHttpResult Of(string title, int status, params IEnumerable<string> paragraphs) => TypedResults.Content(
        $"""
        <!doctype html>
        <html lang="en">
        <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{WebUtility.HtmlEncode(title)}</title></head>
        <body>
        <h1>{WebUtility.HtmlEncode(title)}</h1>
        {string.Concat(paragraphs.Select(text => $"<p>{WebUtility.HtmlEncode(text)}</p>\n"))}</body>
        </html>

        """,
        "text/html; charset=utf-8", Encoding.UTF8, status);
}
