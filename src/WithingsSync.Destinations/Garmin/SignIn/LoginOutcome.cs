namespace WithingsSync.Destinations.Garmin.SignIn;

/// <summary>What a sign-in page answered, where it was not a failure that ends everything.</summary>
internal abstract record LoginOutcome
{
    private LoginOutcome()
    {
    }

    /// <summary>Signed in: a ticket, good once and only for its service.</summary>
    public sealed record Ticket(string Value, string ServiceUrl) : LoginOutcome
    {
        public override string ToString() => "ticket";
    }

    /// <summary>A code is wanted.</summary>
    public sealed record NeedsCode(PendingSignIn Pending) : LoginOutcome;

    /// <summary>The code was wrong; the session goes on.</summary>
    public sealed record WrongCode(PendingSignIn Pending) : LoginOutcome;

    /// <summary>A firewall or a check for robots stood in the way; another way may be open.</summary>
    public sealed record Blocked(string Why) : LoginOutcome;
}
