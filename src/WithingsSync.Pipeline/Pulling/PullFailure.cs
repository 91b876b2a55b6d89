namespace WithingsSync.Pipeline.Pulling;

/// <summary>Why a source refused, by what helps.</summary>
public enum PullFailure
{
    /// <summary>Trying later helps: a time-out, a broken connection, an error at the source, an answer cut short.</summary>
    Transient,

    /// <summary>Too many requests; waiting helps.</summary>
    Throttled,

    /// <summary>The person must sign in again.</summary>
    SignInRequired,

    /// <summary>The person did not grant this; only a new consent with more scopes helps.</summary>
    NotGranted,

    /// <summary>The request was wrong; repeating it does not help.</summary>
    Rejected,

    /// <summary>The application's id, secret or callback address is wrong; only the configuration helps.</summary>
    Misconfigured,
}
