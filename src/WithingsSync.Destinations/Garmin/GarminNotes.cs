using WithingsSync.Destinations.Garmin.SignIn;

namespace WithingsSync.Destinations.Garmin;

/// <summary>What one run has to tell the next about signing in.</summary>
public sealed record GarminNotes
{
    public static readonly GarminNotes None = new();

    /// <summary>No sign-in and no refresh before this moment.</summary>
    public DateTimeOffset? SignInNotBefore { get; init; }

    /// <summary>Garmin said 429 (and not only that it blocks this machine, or refuses its tokens).</summary>
    public bool WasThrottled { get; init; }

    /// <summary>How many cooldowns there were in a row.</summary>
    public int Cooldowns { get; init; }

    /// <summary>No call of the API before this moment.</summary>
    public DateTimeOffset? ApiNotBefore { get; init; }

    /// <summary>A salted hash of the user name and password that Garmin refused.</summary>
    public string? RefusedCredentials { get; init; }

    /// <summary>Why, and what helps, in a sentence of ours; null when it was simply the wrong password.</summary>
    public string? RefusedBecause { get; init; }

    /// <summary>A hash of the refresh token that Garmin no longer accepts, so that it is not tried again.</summary>
    public string? RefusedRefresh { get; init; }

    /// <summary>A sign-in that waits for its code.</summary>
    public PendingSignIn? Pending { get; init; }

    /// <summary>Whether Garmin refused this user name and password before; nobody is asked.</summary>
    public bool Refuses(GarminCredentials credentials) => CredentialHash.Matches(RefusedCredentials, credentials);
}
