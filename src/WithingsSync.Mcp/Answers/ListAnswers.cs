using WithingsSync.Mcp.Asking;
using WithingsSync.Pipeline.Accounts;

namespace WithingsSync.Mcp.Answers;

/// <summary>Makes an answer of lines: each as it is or summed up by periods, cut to what was asked for.</summary>
internal static class ListAnswers
{
    public static Answer<T> Of<T>(AskedList list, ListSource<T> source, AskedRange range, IReadOnlyList<T> lines, Privacy privacy)
    {
        if (list.Resolution != Resolution.Each)
        {
            var (periods, rest) = Cut(Periods.Of(lines, source, range, list.Resolution), period => period.FirstDay.DayNumber, list);
            return Empty(source, range, list.ResolutionName) with { Periods = periods, Count = periods.Count, NextCursor = rest, HasMore = rest is not null };
        }

        var (told, next) = Cut(lines, line => source.At(line).ToUnixTimeMilliseconds(), list);
        var shown = privacy == Privacy.Full ? told : [.. told.Select(source.WithoutIdentifiers)];
        return Empty(source, range, list.ResolutionName) with { Records = shown, Count = shown.Count, NextCursor = next, HasMore = next is not null };
    }

    private static Answer<T> Empty<T>(ListSource<T> source, AskedRange range, string resolution) =>
        new(RangeAnswer.From(range), resolution, source.Units, 0, HasMore: false, "store", IsComplete: true, []);

    private static (IReadOnlyList<TLine> Told, string? Next) Cut<TLine>(IReadOnlyList<TLine> lines, Func<TLine, long> at, AskedList list)
    {
        var first = list.Cursor?.Skip(lines, at) ?? 0;
        TLine[] told = [.. lines.Skip(first).Take(list.Limit)];
        if (first + told.Length >= lines.Count || told.Length == 0)
        {
            return (told, null);
        }

        var last = at(told[^1]);
        return (told, new Cursor(last, lines.Take(first + told.Length).Count(line => at(line) == last)).Text(list.Question));
    }
}
