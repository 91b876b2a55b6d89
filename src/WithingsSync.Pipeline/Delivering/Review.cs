namespace WithingsSync.Pipeline.Delivering;

/// <summary>A person's word on a reading that may be somebody else's.</summary>
public sealed record Review(ReadingId Id, bool IsAccepted, DateTimeOffset DecidedAt);
