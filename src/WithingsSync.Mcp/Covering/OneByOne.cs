using WithingsSync.Pipeline.Pulling;

namespace WithingsSync.Mcp.Covering;

/// <summary>Feeds that are read night by night, day by day, recording by recording: what they hold follows from lists, and they take long.</summary>
public static class OneByOne
{
    public static bool Is(Feed feed) => feed is Feed.Sleep or Feed.Intraday or Feed.Signals;
}
