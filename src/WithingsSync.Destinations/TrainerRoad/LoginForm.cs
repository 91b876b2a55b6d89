using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace WithingsSync.Destinations.TrainerRoad;

/// <summary>The hidden fields of the sign-in page, to be sent back with the name and the password.</summary>
internal static partial class LoginForm
{
    /// <summary>The half of the anti-forgery pair that stands in the page; the other half is the cookie of the same name.</summary>
    private const string Token = "__RequestVerificationToken";

    private const string ReturnUrl = "ReturnUrl";

    /// <summary>What the page has of them: both were absent once, and may be again.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> HiddenFields(byte[] page)
    {
        var fields = new List<KeyValuePair<string, string>>(2);
        foreach (Match input in Input().Matches(Encoding.UTF8.GetString(page)))
        {
            var attributes = Attribute().Matches(input.Value).ToLookup(match => match.Groups["name"].Value.ToLowerInvariant(), match => WebUtility.HtmlDecode(match.Groups["value"].Value));
            if (attributes["name"].FirstOrDefault() is Token or ReturnUrl && !fields.Exists(field => field.Key == attributes["name"].First()))
            {
                fields.Add(KeyValuePair.Create(attributes["name"].First(), attributes["value"].FirstOrDefault() ?? ""));
            }
        }

        return fields;
    }

    [GeneratedRegex(@"<input\b[^>]*>", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Input();

    [GeneratedRegex(@"(?<name>[A-Za-z-]+)\s*=\s*(?:""(?<value>[^""]*)""|'(?<value>[^']*)'|(?<value>[^\s""'>]+))", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Attribute();
}
