namespace WithingsSync.Pipeline.Pulling;

/// <summary>The source refused or failed. The message says what a person can do and holds no secret.</summary>
public class PullException(PullFailure failure, string message, Exception? innerException = null) : Exception(message, innerException)
{
    public PullFailure Failure { get; } = failure;

    /// <summary>When trying again makes sense, if the source said so.</summary>
    public DateTimeOffset? RetryAt { get; init; }
}
