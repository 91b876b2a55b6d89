using WithingsSync.Pipeline.Pulling;

namespace WithingsSync.Mcp.Covering;

/// <summary>Feeds that are read night by night, day by day, recording by recording: what they hold follows from lists, and they take long.</summary>
public static class OneByOne
{
    /// <summary>The lists from which it follows what a feed holds; of a list, itself.</summary>
    public static IReadOnlyList<Feed> ListsOf(Feed feed) => feed switch
    {
        Feed.Sleep => [Feed.Nights],
        Feed.Intraday => [Feed.Activity],
        Feed.Signals => [Feed.Heart, Feed.Stetho],
        _ => [feed],
    };

    public static bool Is(Feed feed) => feed is Feed.Sleep or Feed.Intraday or Feed.Signals;
}
