namespace WithingsSync.Pipeline.Records;

/// <summary>How far a feed was read.</summary>
/// <param name="ChangedSince">The highest "modified" stored after a read to its end (unix seconds of the source); null = never read to its end.</param>
/// <param name="LastPulledAt">When a pull of it, of whatever scope, last ended well or was refused for want of consent.</param>
/// <param name="LastReReadAt">When a window of it was last re-read to find deletions.</param>
/// <param name="NotGranted">The source last said that the person did not grant it.</param>
/// <param name="CaughtUpAt">When everything new of it was last asked for; a window alone may leave out what came late. Null when it never was, or before this was noted.</param>
public sealed record FeedState(
    long? ChangedSince = null, DateTimeOffset? LastPulledAt = null, DateTimeOffset? LastReReadAt = null, bool NotGranted = false, DateTimeOffset? CaughtUpAt = null)
{
    public static readonly FeedState Never = new();

    /// <summary>The moment of which the records tell: when all that is new was last asked for, else any of it.</summary>
    public DateTimeOffset? FetchedAt => CaughtUpAt ?? (NotGranted ? null : LastPulledAt);
}
