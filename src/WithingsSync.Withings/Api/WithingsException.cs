using WithingsSync.Pipeline.Pulling;

namespace WithingsSync.Withings;

/// <summary>Withings refused, failed, or said something that cannot be understood.</summary>
public sealed class WithingsException(PullFailure failure, string message, Exception? innerException = null) : PullException(failure, message, innerException)
{
    /// <summary>The number in the answer's envelope (withings-api.md §10); null when there was no envelope.</summary>
    public int? Status { get; init; }

    /// <summary>The HTTP status, when it was not 200.</summary>
    public int? HttpStatus { get; init; }

    /// <summary>Withings saw the same call less than ten seconds ago (withings-api.md §11): not throttling, and cured by one short wait.</summary>
    internal bool SameArguments { get; init; }

    /// <summary>How long Withings asked us to wait, if it said so.</summary>
    internal TimeSpan? Wait { get; init; }

    /// <summary>The signature was refused: the nonce may have been used up or forgotten.</summary>
    internal bool SignatureRefused { get; init; }

    /// <summary>What the server said, fit to be shown; empty when it said nothing.</summary>
    internal string ServerSaid { get; init; } = "";

    /// <summary>The same request may well succeed in a moment.</summary>
    internal bool Repeatable { get; init; }
}
