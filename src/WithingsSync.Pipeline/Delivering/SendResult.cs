namespace WithingsSync.Pipeline.Delivering;

/// <summary>What became of a batch that was handed to a destination.</summary>
public abstract record SendResult
{
    private SendResult()
    {
    }

    /// <summary>The destination says that it keeps all of them.</summary>
    /// <param name="RemoteId">How it calls the reading, when the batch was one and it said so.</param>
    public sealed record Stored(string? RemoteId = null) : SendResult;

    /// <summary>It says that it had this very batch before. Whether each reading is still there must be looked up.</summary>
    public sealed record AlreadyThere : SendResult;

    /// <summary>It took the batch and works on it; whether it keeps the readings shows later.</summary>
    public sealed record Accepted : SendResult;

    /// <summary>It keeps nothing of it, and never will as it is. One bad reading spoils a batch.</summary>
    public sealed record Refused(string Reason) : SendResult;

    /// <summary>It did not finish; a part may be kept. A smaller batch may do.</summary>
    public sealed record TooMuch(string Reason) : SendResult;

    /// <summary>No answer, or one that says nothing: it may be kept or not.</summary>
    public sealed record Unknown(string Reason) : SendResult;
}
