using WithingsSync.Pipeline.Pulling;

namespace WithingsSync.Mcp;

/// <summary>How far the store holds what was asked for.</summary>
/// <param name="IsComplete">Nothing that Withings has is known to be missing, and nothing was left out for want of consent.</param>
/// <param name="HasPulled">Withings was asked on this occasion.</param>
/// <param name="FetchedAt">When the list that lags most was last asked for all that is new; null when one never was.</param>
public sealed record Coverage(bool IsComplete, bool HasPulled, DateTimeOffset? FetchedAt)
{
    /// <summary>What is missing and why, each a sentence: "The history before 2026-01-01 is still being read.".</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>Feeds the person did not grant.</summary>
    public IReadOnlyList<Feed> NotGranted { get; init; } = [];

    /// <summary>What else a reader should know of it, each a sentence.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];

    /// <summary>When Withings' limit, or a pull that goes on, makes asking again worthwhile; null when it makes no difference.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Withings' limit of requests is why something is missing.</summary>
    public bool IsThrottled { get; init; }

    /// <summary>Why something is missing where Withings cannot be reached, is disturbed, or refuses the application; null when that is not why.</summary>
    public PullException? Failure { get; init; }

    /// <summary>As an answer says it: where its lines are from.</summary>
    internal string Source => HasPulled ? "pulled" : "store";

    /// <summary>Both together: what is missing from either is missing.</summary>
    internal Coverage And(Coverage other) => new(
        IsComplete && other.IsComplete, HasPulled || other.HasPulled, FetchedAt is { } one && other.FetchedAt is { } two ? one < two ? one : two : null)
    {
        Missing = [.. Missing.Union(other.Missing, StringComparer.Ordinal)],
        NotGranted = [.. NotGranted.Union(other.NotGranted)],
        Remarks = [.. Remarks.Union(other.Remarks, StringComparer.Ordinal)],
        RetryAfter = RetryAfter > other.RetryAfter ? RetryAfter : other.RetryAfter ?? RetryAfter,
        IsThrottled = IsThrottled || other.IsThrottled,
        Failure = Failure ?? other.Failure,
    };
}
