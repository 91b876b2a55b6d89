using WithingsSync.Pipeline.Pulling;

namespace WithingsSync.Mcp.Answers;

/// <summary>What a client hears of a feed.</summary>
internal static class FeedNames
{
    public static string Of(Feed feed) => feed.ToString().ToLowerInvariant();
}
