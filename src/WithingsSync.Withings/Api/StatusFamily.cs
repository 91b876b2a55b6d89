namespace WithingsSync.Withings.Api;

/// <summary>The families into which Withings sorts its status numbers (withings-api.md §10).</summary>
internal enum StatusFamily
{
    Success,
    AuthenticationFailed,
    InvalidParameters,
    Unauthorized,
    NotImplemented,
    Timeout,
    BadState,
    TooManyRequests,
    AnErrorOccurred,

    /// <summary>403: not in Withings' table, seen live when a scope is missing.</summary>
    MissingScope,

    /// <summary>A number nobody documents.</summary>
    Unknown,
}
