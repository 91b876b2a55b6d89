using System.Text.RegularExpressions;

namespace WithingsSync.Destinations.Garmin.SignIn;

/// <summary>Finds a service ticket in whatever a person pasted: itself, the JSON answer, an address.</summary>
internal static partial class TicketText
{
    public static string? Find(string pasted) => Pattern().Match(pasted) is { Success: true } found ? found.Value : null;

    [GeneratedRegex(@"(?<![A-Za-z0-9])ST-[A-Za-z0-9]+(-[A-Za-z0-9]+)+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pattern();
}
