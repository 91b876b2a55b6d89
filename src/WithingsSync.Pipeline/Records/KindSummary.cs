using WithingsSync.Pipeline.Pulling;

namespace WithingsSync.Pipeline.Records;

/// <summary>What the archive holds of one feed.</summary>
public sealed record KindSummary(Feed Feed, int Count, DateTimeOffset? First, DateTimeOffset? Last);
