using System.Text.RegularExpressions;

namespace WithingsSync.Server.OAuth;

/// <summary>Where a code may go: to a site over TLS, to a program on the person's own machine, or to the one that owns a scheme.</summary>
internal static partial class RedirectAddress
{
    private const int Longest = 500;

    /// <summary>
    /// RFC 8252 §7.1 wants a private scheme to be a domain in reverse, with a dot. These well-known programs have one without; any other word could be anybody's, or the browser's own.
    /// </summary>
    private static readonly HashSet<string> KnownSchemes = new(StringComparer.Ordinal) { "cursor", "vscode", "vscode-insiders", "vscodium", "warp", "windsurf" };

    public static bool IsAllowed(string text)
    {
        if (text.Length > Longest || !text.All(letter => letter is > ' ' and < '\x7f' and not ('"' or '<' or '>' or '\\' or '^' or '`' or '{' or '|' or '}' or '#'))
            || !Uri.TryCreate(text, UriKind.Absolute, out var address) || address.UserInfo.Length > 0)
        {
            return false;
        }

        return address.Scheme switch
        {
            "https" => address.Host.Length > 0 && text.StartsWith("https://", StringComparison.OrdinalIgnoreCase),
            "http" => Loopback().IsMatch(text),
            var scheme => text.StartsWith(scheme + ":", StringComparison.Ordinal) && (scheme.Contains('.', StringComparison.Ordinal) || KnownSchemes.Contains(scheme)),
        };
    }

    /// <summary>Compared letter by letter, but for the port on the person's own machine, which a program takes as it is free (RFC 8252 §7.3).</summary>
    public static bool Matches(string registered, string asked) =>
        registered == asked
        || (IsAllowed(asked) && Loopback().Match(registered) is { Success: true } one && Loopback().Match(asked) is { Success: true } other
            && one.Groups["host"].Value == other.Groups["host"].Value && Rest(one) == Rest(other));

    /// <summary>Where that is, for a person: nothing in it is the client's own wording.</summary>
    public static string Describe(string redirectUri)
    {
        var address = new Uri(redirectUri);
        return address.Scheme switch
        {
            "https" => address.IsDefaultPort ? address.IdnHost : FormattableString.Invariant($"{address.IdnHost}:{address.Port}"),
            "http" => $"a program on this computer ({address.Authority})",
            var scheme => $"the program on this computer that opens {scheme}: links",
        };
    }

    /// <summary>
    /// What the consent's form may lead to: us, and from us to there. Browsers ask again at each further redirect, and the sites of hosted clients make some; so all of https is let.
    /// </summary>
    public static string FormTargets(string redirectUri)
    {
        var address = new Uri(redirectUri);
        return address.Scheme switch
        {
            "https" => "'self' https:",

            // A policy cannot name an address of IPv6.
            "http" => address.HostNameType == UriHostNameType.IPv6 ? "'self' https: http:" : $"'self' https: http://{address.Authority}",
            var scheme => $"'self' https: {scheme}:",
        };
    }

    private static string Rest(Match loopback) => loopback.Groups["rest"].Value is { Length: > 0 } rest ? rest : "/";

    [GeneratedRegex(@"\Ahttp://(?<host>localhost|127\.0\.0\.1|\[::1\])(?<port>:[0-9]{1,5})?(?<rest>[/?][!-~]*)?\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Loopback();
}
