namespace WithingsSync.Destinations.TrainerRoad;

/// <summary>A sign-in that is kept between runs.</summary>
/// <param name="recipient">The <see cref="TrainerRoadLogin.Recipient"/> it belongs to.</param>
/// <param name="address">The service that gave it: a cookie is sent nowhere else.</param>
/// <param name="cookie">The value of the cookie; a secret.</param>
/// <param name="expiresAt">From then on it is not used.</param>
public sealed class TrainerRoadSession(string recipient, string address, string cookie, DateTimeOffset expiresAt)
{
    public string Recipient { get; } = recipient;

    public string Address { get; } = address;

    public string Cookie { get; } = cookie;

    public DateTimeOffset ExpiresAt { get; } = expiresAt;

    /// <summary>Whether a text can be a cookie's value (RFC 6265 §4.1.1); anything else would change the request it stands in.</summary>
    public static bool IsCookie(string text) => text.Length > 0 && text.All(character => character is > ' ' and < '\x7f' and not ('"' or ',' or ';' or '\\'));
}
