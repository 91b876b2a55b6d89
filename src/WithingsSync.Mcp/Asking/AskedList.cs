using WithingsSync.Mcp.Answers;
using WithingsSync.Pipeline.Accounts;

namespace WithingsSync.Mcp.Asking;

/// <summary>What a query asks for beside its range, checked: which lines, and how many of them.</summary>
/// <param name="ResolutionName">The resolution as the tool calls it.</param>
/// <param name="Question">What a cursor to the rest is good for.</param>
/// <param name="Cursor">Where the answer before broke off; null for the beginning.</param>
internal sealed record AskedList(Resolution Resolution, string ResolutionName, int Limit, Question Question, Cursor? Cursor)
{
    /// <exception cref="ToolException">A parameter is wrong, or the client may not see this.</exception>
    public static AskedList Of<T>(Query query, ListSource<T> source, Privacy privacy)
    {
        var resolution = ResolutionOf(query.Resolution, source, privacy);
        var name = resolution switch
        {
            Resolution.Each => source.EachName,
            Resolution.Day => source.DayName,
            Resolution.Week => "week",
            _ => "month",
        };
        var limit = LimitOf(query.Limit);
        var question = Question.Of(query, name);
        return new(resolution, name, limit, question, query.Cursor is { Length: > 0 } given ? Answers.Cursor.Parse(given, question) : null);
    }

    /// <summary>Who may see summaries only gets days where single readings were asked for by default, and is refused where they were asked for by name.</summary>
    private static Resolution ResolutionOf<T>(string? asked, ListSource<T> source, Privacy privacy)
    {
        var onlySummaries = privacy == Privacy.Summaries;
        return asked switch
        {
            null or "" => onlySummaries ? Resolution.Day : Resolution.Each,
            _ when asked == source.EachName && onlySummaries => throw new ToolException(
                ToolErrors.NotAllowed, $"This client may see summaries of days or longer only, and resolution {asked} is finer.",
                $"Ask for resolution {source.DayName}, week or month, or let the person give the client more."),
            _ when asked == source.EachName => Resolution.Each,
            _ when asked == source.DayName => Resolution.Day,
            "week" => Resolution.Week,
            "month" => Resolution.Month,
            _ => throw new ToolException(ToolErrors.BadArgument, $"resolution: '{Shortened.Of(asked)}' is none.", $"Write {source.EachName}, {source.DayName}, week or month."),
        };
    }

    private static int LimitOf(int? asked) => asked switch
    {
        null => Query.UsualLines,
        >= 1 and <= Query.MostLines => asked.Value,
        _ => throw new ToolException(ToolErrors.BadArgument, $"limit: {asked} is outside of 1 to {Query.MostLines}.", $"Write a number from 1 to {Query.MostLines}; follow next_cursor for more."),
    };
}
