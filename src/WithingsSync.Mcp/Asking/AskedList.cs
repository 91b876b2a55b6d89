using WithingsSync.Mcp.Answers;
using WithingsSync.Pipeline.Accounts;

namespace WithingsSync.Mcp.Asking;

/// <summary>What a query asks for beside its range, checked: which lines, and how many of them.</summary>
/// <param name="Cursor">Where the answer before broke off; null for the beginning.</param>
internal sealed record AskedList(Resolution Resolution, int Limit, Cursor? Cursor)
{
    /// <exception cref="ToolException">A parameter is wrong, or the client may not see this.</exception>
    public static AskedList Of(Query query, Privacy privacy) =>
        new(ResolutionOf(query.Resolution, privacy), LimitOf(query.Limit), query.Cursor is { Length: > 0 } given ? Answers.Cursor.Parse(given, query.Tool) : null);

    /// <summary>Who may see summaries only gets days where single readings were asked for by default, and is refused where they were asked for by name.</summary>
    private static Resolution ResolutionOf(string? asked, Privacy privacy)
    {
        var onlySummaries = privacy == Privacy.Summaries;
        return asked switch
        {
            null or "" => onlySummaries ? Resolution.Day : Resolution.Each,
            "each" when onlySummaries => throw ToolErrors.OnlySummaries("the lines of resolution each"),
            "each" => Resolution.Each,
            "day" => Resolution.Day,
            "week" => Resolution.Week,
            "month" => Resolution.Month,
            _ => throw new ToolException(ToolErrors.BadArgument, $"resolution: '{Shortened.Of(asked)}' is none.", "Write each, day, week or month."),
        };
    }

    private static int LimitOf(int? asked) => asked switch
    {
        null => Query.UsualLines,
        >= 1 and <= Query.MostLines => asked.Value,
        _ => throw new ToolException(ToolErrors.BadArgument, $"limit: {asked} is outside of 1 to {Query.MostLines}.", $"Write a number from 1 to {Query.MostLines}; follow next_cursor for more."),
    };
}
