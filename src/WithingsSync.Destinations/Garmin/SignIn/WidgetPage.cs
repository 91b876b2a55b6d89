using System.Text.RegularExpressions;

namespace WithingsSync.Destinations.Garmin.SignIn;

/// <summary>What a page of the sign-in widget says (garmin-trainerroad-fit.md §1.4).</summary>
internal sealed partial class WidgetPage(string html)
{
    private const int Patience = 1000;

    public string Title => TitleTag().Match(html).Groups["it"].Value.Trim();

    /// <summary>The title and, where it speaks of the account, what stands below: the sign-in page itself lists every message there is.</summary>
    public string AccountText => Title.Contains("account", StringComparison.OrdinalIgnoreCase) ? $"{Title} {AnyTag().Replace(html, " ")}" : Title;

    /// <summary>The form's token; null when the page has none.</summary>
    public string? Csrf => InputTag().Matches(html).Select(input => input.Value)
        .Where(input => CsrfName().IsMatch(input)).Select(input => ValueAttribute().Match(input)).Where(value => value.Success).Select(value => value.Groups["it"].Value).FirstOrDefault();

    public string? Ticket => TicketText().Match(html) is { Success: true } found ? found.Groups["it"].Value : null;

    public string MfaMethod => Variable("mfaMethod");

    /// <summary>The title tells, or for codes by mail only the variable.</summary>
    public bool WantsCode => Title.Contains("MFA", StringComparison.OrdinalIgnoreCase) || MfaMethod.Length > 0 || html.Contains("validateMfaCodeAndPrivacyConsents()", StringComparison.Ordinal);

    public bool IsFailure => FailStatus().IsMatch(html);

    public bool IsBlock => html.Contains("error code: 1020", StringComparison.OrdinalIgnoreCase) || Title.Contains("cloudflare", StringComparison.OrdinalIgnoreCase) || Title.Contains("Just a moment", StringComparison.OrdinalIgnoreCase);

    /// <summary>A script's variable; empty when absent.</summary>
    public string Variable(string name) =>
        ScriptVariable().Matches(html).FirstOrDefault(match => match.Groups["name"].Value == name)?.Groups["it"].Value ?? "";

    [GeneratedRegex("<title>(?<it>[^<]*)</title>", RegexOptions.IgnoreCase, Patience)]
    private static partial Regex TitleTag();

    [GeneratedRegex("<[^>]*>", RegexOptions.None, Patience)]
    private static partial Regex AnyTag();

    [GeneratedRegex(@"<input\b[^>]*>", RegexOptions.IgnoreCase, Patience)]
    private static partial Regex InputTag();

    [GeneratedRegex("""name\s*=\s*["']_csrf["']""", RegexOptions.IgnoreCase, Patience)]
    private static partial Regex CsrfName();

    [GeneratedRegex("""\bvalue\s*=\s*["'](?<it>[^"']+)["']""", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, Patience)]
    private static partial Regex ValueAttribute();

    [GeneratedRegex("""\?ticket=(?<it>[^"'&\\<\s]+)""", RegexOptions.None, Patience)]
    private static partial Regex TicketText();

    [GeneratedRegex("""\b(?<name>customerGuid|mfaMethod|locale|clientId|codeSentTo)\s*[:=]\s*["'](?<it>[^"']*)["']""", RegexOptions.None, Patience)]
    private static partial Regex ScriptVariable();

    [GeneratedRegex("""\bstatus\s*=\s*["']FAIL["']""", RegexOptions.None, Patience)]
    private static partial Regex FailStatus();
}
