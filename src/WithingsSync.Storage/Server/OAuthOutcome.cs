using WithingsSync.Pipeline.Accounts;

namespace WithingsSync.Storage.Server;

/// <summary>What came of a code or a refresh token that a client showed.</summary>
public abstract record OAuthOutcome
{
    private OAuthOutcome()
    {
    }

    public sealed record Given(OAuthPair Tokens) : OAuthOutcome;

    /// <summary>Never given out, too old, ended, or another client's.</summary>
    public sealed record Refused : OAuthOutcome;

    /// <summary>It had been used before: two hold what one was given, so all that came of it has ended.</summary>
    public sealed record Reused(AccountId Person, string Grant) : OAuthOutcome;
}
