namespace WithingsSync.Pipeline.Records;

/// <summary>An item of a feed (a day, a night, a signal) that was asked for and counts as unread still: it came empty, or the source may fill it later without a word.</summary>
/// <param name="Version">The source's "modified" at that time: once it moves, there is something to ask for.</param>
/// <param name="At">When it was asked for.</param>
public readonly record struct ItemAsk(DateTimeOffset Version, DateTimeOffset At);
