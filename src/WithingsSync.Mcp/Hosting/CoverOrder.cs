using WithingsSync.Pipeline.Pulling;

namespace WithingsSync.Mcp;

/// <summary>What an answer is about to be read from: these feeds, between these moments (both included).</summary>
/// <param name="Progress">Reported to the client while a pull goes on; null when it did not ask.</param>
public sealed record CoverOrder(IReadOnlyList<Feed> Feeds, DateTimeOffset From, DateTimeOffset To, IProgress<PullProgress>? Progress = null)
{
    /// <summary>For how long the answer has waited already.</summary>
    public TimeSpan Waited { get; init; }

    /// <summary>What was just asked for and came empty counts as due all the same: that tells what an answer lacks, and is not to be pulled.</summary>
    public bool CountsEmpty { get; init; }
}
