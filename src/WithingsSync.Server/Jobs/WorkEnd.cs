namespace WithingsSync.Server.Jobs;

/// <summary>What became of a piece of work.</summary>
public enum WorkEnd
{
    Done,

    /// <summary>It failed, or has to wait because it did; it is tried again.</summary>
    Later,

    /// <summary>Its retries are spent; a dead letter says so.</summary>
    GivenUp,
}
