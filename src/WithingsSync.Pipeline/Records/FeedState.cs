namespace WithingsSync.Pipeline.Records;

/// <summary>How far a feed was read.</summary>
/// <param name="ChangedSince">The highest "modified" stored after a read to its end (unix seconds of the source); null = never read to its end.</param>
/// <param name="LastPulledAt">When a pull of it last ended well.</param>
/// <param name="LastReReadAt">When a window of it was last re-read to find deletions.</param>
/// <param name="NotGranted">The source last said that the person did not grant it.</param>
public sealed record FeedState(long? ChangedSince = null, DateTimeOffset? LastPulledAt = null, DateTimeOffset? LastReReadAt = null, bool NotGranted = false)
{
    public static readonly FeedState Never = new();
}
