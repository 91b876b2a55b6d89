using System.Text.RegularExpressions;

namespace WithingsSync.Withings.Api;

/// <summary>Makes a text that came from the server fit to be shown: our secrets, control characters and length removed.</summary>
internal static partial class ServerText
{
    private const int Longest = 200;

    public static string Clean(string? text, IEnumerable<string?> secrets)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return "";
        }

        foreach (var secret in secrets)
        {
            if (!string.IsNullOrEmpty(secret))
            {
                text = text.Replace(secret, "***", StringComparison.OrdinalIgnoreCase).Replace(Uri.EscapeDataString(secret), "***", StringComparison.OrdinalIgnoreCase);
            }
        }

        // Whatever else looks like a token is none of a log's business either.
        text = TokenLike().Replace(text, "***");
        text = Controls().Replace(text, " ").Trim();
        return text.Length <= Longest ? text : string.Concat(text.AsSpan(0, Longest), "…");
    }

    [GeneratedRegex("(?=[A-Za-z]*[0-9])[A-Za-z0-9]{24,}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TokenLike();

    [GeneratedRegex(@"[\p{C}\s]+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Controls();
}
