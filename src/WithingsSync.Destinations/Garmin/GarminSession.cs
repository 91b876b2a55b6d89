namespace WithingsSync.Destinations.Garmin;

/// <summary>A person's tokens at Garmin, and what we know of them (garmin-trainerroad-fit.md §1.11).</summary>
/// <param name="AccessToken">A JWT.</param>
/// <param name="RefreshToken">Replaced at each use.</param>
/// <param name="ClientId">The DI client the tokens were issued to, which a refresh must name.</param>
public sealed record GarminSession(string AccessToken, string RefreshToken, string ClientId)
{
    /// <summary>The user name they were obtained with; null for imported ones.</summary>
    public string? Login { get; init; }

    /// <summary>The account, by a number that never changes; null until it was asked for.</summary>
    public string? ProfileId { get; init; }

    public string? DisplayName { get; init; }

    /// <summary>The person signed in by hand for good: a run delivers here without being given a user name.</summary>
    public bool IsStanding { get; init; }

    public DateTimeOffset? ObtainedAt { get; init; }

    public DateTimeOffset? RefreshExpiresAt { get; init; }

    /// <summary>When the access token ends, as it says itself; null when it does not say.</summary>
    public DateTimeOffset? ExpiresAt => SignIn.Jwt.ExpiryOf(AccessToken);

    /// <summary>By the account's number or, while one of the two does not know it, by the user name.</summary>
    internal bool IsOfSameAccount(GarminSession other) => ProfileId is not null && other.ProfileId is not null
        ? ProfileId == other.ProfileId
        : Login is { } login && other.Login is { } owner && string.Equals(login.Trim(), owner.Trim(), StringComparison.OrdinalIgnoreCase);

    /// <summary>Without the tokens.</summary>
    public override string ToString() => $"session of {Login ?? DisplayName ?? "somebody"}";
}
