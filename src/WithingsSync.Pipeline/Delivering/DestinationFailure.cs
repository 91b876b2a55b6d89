namespace WithingsSync.Pipeline.Delivering;

/// <summary>Why a destination could not be used, by what helps.</summary>
public enum DestinationFailure
{
    /// <summary>Trying later helps.</summary>
    Transient,

    /// <summary>Too many requests; only waiting helps, and trying makes it worse.</summary>
    Throttled,

    /// <summary>The person must do something: a password, a code, a sign-in by hand.</summary>
    SignInRequired,

    /// <summary>It did not understand, or we did not: repeating does not help.</summary>
    Rejected,
}
