using WithingsSync.Pipeline.Delivering;

namespace WithingsSync.Destinations.Garmin.SignIn;

/// <summary>Garmin's refusals in our own words: its texts may repeat what was sent.</summary>
internal sealed class GarminRefusal(DestinationFailure failure, string message) : DestinationException(failure, message)
{
    /// <summary>A day, which is what Garmin's "too many times" takes.</summary>
    private static readonly TimeSpan TooManyLogins = TimeSpan.FromHours(24);

    /// <summary>User name and password are not a pair.</summary>
    public bool IsWrongPassword { get; private init; }

    /// <summary>Something is wrong with the account, which only a person can mend.</summary>
    public bool IsOfAccount { get; private init; }

    /// <summary>No code will do for the pending sign-in any more.</summary>
    public bool IsCodeExpired { get; private init; }

    /// <summary>HTTP 429 at the sign-in: nothing more may be asked.</summary>
    public bool IsThrottled { get; private init; }

    /// <summary>How long Garmin wants to be left alone, if it said so.</summary>
    public TimeSpan? Wait { get; private init; }

    public static GarminRefusal WrongPassword() =>
        new(DestinationFailure.SignInRequired, "Garmin Connect does not accept this user name and password. Correct them, or run `withings-sync garmin login`; unattended runs do not try the same ones again, so that the account is not locked.") { IsWrongPassword = true };

    /// <summary>The session that the code was for has ended at Garmin, earlier than we thought.</summary>
    public static GarminRefusal CodeExpired() =>
        new(DestinationFailure.SignInRequired, "Garmin Connect no longer waits for this code. Run `withings-sync garmin login` for a new one.") { IsCodeExpired = true };

    public static GarminRefusal Throttled(TimeSpan? wait) =>
        new(DestinationFailure.Throttled, "Garmin Connect refuses sign-ins of this account for now (HTTP 429: too many requests). Every try prolongs it, so nothing is asked until then. A ticket from your browser works at once: see `withings-sync garmin login --ticket`.")
        {
            IsThrottled = true,
            Wait = wait,
        };

    public static GarminRefusal Down(int status) =>
        new(DestinationFailure.Transient, FormattableString.Invariant($"The sign-in of Garmin Connect is out of order (HTTP {status}). Try again later."));

    public static GarminRefusal NotRenewed(int status) =>
        new(DestinationFailure.Transient, FormattableString.Invariant($"Garmin Connect did not renew the token (HTTP {status}): something stands between this machine and Garmin, a firewall perhaps. The saved sign-in stays as it is. If this goes on, run `withings-sync garmin login`."));

    public static GarminRefusal Unreadable(string what) =>
        new(DestinationFailure.Rejected, $"The sign-in of Garmin Connect answered something unknown ({what}). Use `withings-sync garmin login --ticket` until this tool knows it.");

    /// <summary>The sentence for a state of the account; null when the text names none that is known.</summary>
    public static GarminRefusal? OfAccount(string text)
    {
        var upper = text.ToUpperInvariant();
        if (Has(upper, "MAXIMUM") || Has(upper, "MAX_LOGIN") || Has(upper, "TOO_MANY") || Has(upper, "EXCEEDED"))
        {
            return new(DestinationFailure.SignInRequired, "Garmin says that this account signed in too many times. Wait a day; `withings-sync garmin login --ticket` may work at once.") { Wait = TooManyLogins };
        }

        string? sentence = upper switch
        {
            var t when Has(t, "LOCKED") => "This Garmin account is locked. Reset its password at Garmin, then run `withings-sync garmin login`.",
            var t when Has(t, "CHILD") || Has(t, "UNABLE TO SIGN IN") || Has(t, "UNABLE_TO_SIGN_IN") => "This is a child's Garmin account, which a parent manages: Garmin lets nobody sign in with it here.",
            var t when Has(t, "DISABLED") => "This Garmin account is disabled. Ask Garmin's support about it, then run `withings-sync garmin login`.",
            var t when Has(t, "RENEW") || Has(t, "PASSWORD_EXPIRED") || Has(t, "PASSWORD_RESET") => "Garmin wants a new password for this account. Sign in at Garmin with a browser, renew it, then run `withings-sync garmin login`.",
            var t when Has(t, "MFA") && (Has(t, "SETUP") || Has(t, "SET_UP") || Has(t, "SET UP")) => "Garmin wants this account to set up codes (two-step verification). Do so at Garmin with a browser, then run `withings-sync garmin login`.",
            var t when Has(t, "ACCOUNT") && (Has(t, "PROBLEM") || Has(t, "ERROR")) => "Garmin says that there is a problem with this account. Sign in at Garmin with a browser to see which, then run `withings-sync garmin login`.",
            _ => null,
        };
        return sentence is null ? null : new(DestinationFailure.SignInRequired, sentence) { IsOfAccount = true };

        static bool Has(string text, string word) => text.Contains(word, StringComparison.Ordinal);
    }
}
