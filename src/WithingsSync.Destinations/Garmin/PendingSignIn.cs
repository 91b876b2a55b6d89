namespace WithingsSync.Destinations.Garmin;

/// <summary>A sign-in that Garmin wants a code for: a code is good only in the session it was sent for.</summary>
/// <param name="Strategy"><c>mobile</c>, <c>portal</c> or <c>widget</c>.</param>
/// <param name="Login">Whose.</param>
/// <param name="Method">How the code reaches the person, as Garmin calls it: email, sms …</param>
/// <param name="Cookies">Of the session.</param>
public sealed record PendingSignIn(string Strategy, string Login, string Method, IReadOnlyDictionary<string, string> Cookies)
{
    /// <summary>Where the code went, masked as Garmin gives it; null when it did not say.</summary>
    public string? SentTo { get; init; }

    /// <summary>The widget's form token.</summary>
    public string? Csrf { get; init; }

    public DateTimeOffset ValidUntil { get; init; }

    /// <summary>Wrong codes so far.</summary>
    public int Tries { get; init; }

    /// <summary>Whether a code can be known only after this sign-in began: it was sent, and does not come from an app.</summary>
    public bool CodeWasSent => Method is "email" or "sms" or "phone" or "mail";

    /// <summary>Without the cookies.</summary>
    public override string ToString() => $"pending sign-in of {Login}";
}
