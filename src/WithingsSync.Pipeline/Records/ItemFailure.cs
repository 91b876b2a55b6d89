namespace WithingsSync.Pipeline.Records;

/// <summary>An item of a feed (a day, a night, a signal) that the source could not give.</summary>
/// <param name="Version">The source's "modified" at that time: once it moves, the item is asked for again.</param>
/// <param name="Times">How often in a row.</param>
/// <param name="Until">Until then it is left alone.</param>
public readonly record struct ItemFailure(DateTimeOffset Version, int Times, DateTimeOffset Until);
