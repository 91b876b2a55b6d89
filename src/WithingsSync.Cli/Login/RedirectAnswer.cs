using System.Web;

namespace WithingsSync.Cli.Login;

/// <summary>What a person pastes or a browser brings back: a code, or the whole redirect address.</summary>
internal sealed record RedirectAnswer(string? Code, string? Problem)
{
    /// <summary>Understands a bare code (whose state cannot be checked) and an address with <c>code</c>, <c>state</c> or <c>error</c>.</summary>
    public static RedirectAnswer Read(string text, string state)
    {
        text = text.Trim();
        if (text.Length == 0)
        {
            return new(null, "Nothing was entered.");
        }

        var question = text.IndexOf('?', StringComparison.Ordinal);
        if (question < 0 && !text.Contains('='))
        {
            return text.Any(char.IsWhiteSpace) ? new(null, "That is neither a code nor an address.") : new(text, null);
        }

        var fragment = text.IndexOf('#', question + 1);
        var query = HttpUtility.ParseQueryString(fragment < 0 ? text[(question + 1)..] : text[(question + 1)..fragment]);
        if (query["error"] is { Length: > 0 } error)
        {
            return new(null, error == "access_denied" ? "Consent was refused." : $"Withings said: {Printable(error)}");
        }

        if (query["code"] is not { Length: > 0 } code)
        {
            return new(null, "That address holds no code.");
        }

        return query["state"] == state
            ? new(code, null)
            : new(null, "The answer belongs to another sign-in (its state differs). Open the address shown here.");
    }
    /// <summary>Whoever made the address must not steer the terminal, nor fill it.</summary>
    private static string Printable(string text) => new([.. text.Take(200).Where(character => !char.IsControl(character))]);
}
