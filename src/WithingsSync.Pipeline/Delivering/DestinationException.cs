namespace WithingsSync.Pipeline.Delivering;

/// <summary>A destination could not be used; nothing was stored by the call that threw. The message says what a person can do and holds no secret.</summary>
public class DestinationException(DestinationFailure failure, string message, Exception? innerException = null) : Exception(message, innerException)
{
    public DestinationFailure Failure { get; } = failure;

    /// <summary>Before this moment nothing should be tried.</summary>
    public DateTimeOffset? RetryAt { get; init; }
}
