namespace WithingsSync.Server.Links;

/// <summary>What became of a person's wish to link a destination.</summary>
internal abstract record LinkOutcome
{
    private LinkOutcome()
    {
    }

    public sealed record Linked : LinkOutcome;

    /// <param name="SentTo">Where the code went, masked as the destination gives it; null when it did not say.</param>
    public sealed record NeedsCode(string Method, string? SentTo, DateTimeOffset ValidUntil) : LinkOutcome;

    /// <param name="Status">Of HTTP.</param>
    /// <param name="Sentence">What a person can do; holds no secret.</param>
    /// <param name="RetryAt">Before, nothing helps.</param>
    public sealed record Refused(int Status, string Sentence, DateTimeOffset? RetryAt = null) : LinkOutcome;
}
