namespace WithingsSync.Health;

/// <summary>
/// One named figure of a record. <see cref="Number"/> is exact; <see cref="Text"/> holds what is not a number (a status word, a list of events),
/// as it was sent. Exactly one of them is set.
/// </summary>
public readonly record struct Metric(string Name, decimal? Number, string? Text);
