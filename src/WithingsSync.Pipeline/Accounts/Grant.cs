namespace WithingsSync.Pipeline.Accounts;

/// <summary>
/// A person's Withings tokens. The access token lives three hours; the refresh token is replaced at each renewal and the old one dies
/// at the first use of the new access token (withings-api.md §2.3), so a new grant is stored before it is used.
/// </summary>
/// <param name="UserId">Withings' id of the person, as text: it arrives as a string or as a number.</param>
/// <param name="ExpiresAt">When the access token ends; null when unknown, which means one renewal.</param>
/// <param name="Scopes">What the person granted, comma separated; null when unknown.</param>
public sealed record Grant(string UserId, string AccessToken, string RefreshToken, DateTimeOffset? ExpiresAt = null, string? Scopes = null)
{
    /// <summary>Names the person only: tokens never reach a log by accident.</summary>
    public override string ToString() => $"Grant of {UserId}";
}
