using ModelContextProtocol.Protocol;
using WithingsSync.Mcp.Asking;
using WithingsSync.Pipeline.Accounts;

namespace WithingsSync.Mcp.Answers;

/// <summary>The one way from a query to an answer: who, which range, is it there, read, cut, note, answer.</summary>
public sealed class Lists(IToolHost host)
{
    /// <exception cref="ToolException">The query is wrong, nobody is connected, or the client may not see this.</exception>
    public async Task<CallToolResult> AnswerAsync<T>(Query query, ListSource<T> source, CancellationToken cancellationToken)
    {
        var account = await AccountAsync(cancellationToken);
        var zone = await PersonZone.FindAsync(host, account, cancellationToken);
        var range = Seen(AskedRange.Of(query.Start, query.End, zone, host.Time.GetUtcNow()));
        CheckLength(range, source.MostDays);
        var resolution = ResolutionOf(query.Resolution);
        var limit = LimitOf(query.Limit);
        var cursor = query.Cursor is { Length: > 0 } given ? Cursor.Parse(given, query.Tool) : (Cursor?)null;
        using var progress = CallProgress.Of(query.Progress);
        var coverage = await host.CoverAsync(new(source.Feeds, range.From, range.To, progress), cancellationToken);
        var lines = await source.ReadAsync(host.Records, account, range, cancellationToken);
        if (lines.Count == 0 && !coverage.IsComplete)
        {
            await RefuseAsync(coverage, cancellationToken);
        }

        var answer = resolution == Resolution.Each ? Each(query, source, range, lines, limit, cursor) : Summed(query, source, range, lines, limit, cursor, resolution);
        answer = answer with
        {
            Source = coverage.HasPulled ? "pulled" : "store",
            IsComplete = coverage.IsComplete,
            FetchedAt = coverage.FetchedAt,
            DataAsOf = lines.Count > 0 ? host.Caller.Shown(source.At(lines[^1]), zone) : null,
            RetryAfterSeconds = coverage.RetryAfter is { } wait ? (int)Math.Ceiling(wait.TotalSeconds) : null,
            Notes = [.. Notes(source, lines, resolution, coverage)],
        };

        // The note waits for the disk; the answer is written meanwhile, and leaves when both are there.
        var noted = Task.Run(() => host.NoteAsync(new(query.Tool, range.From, range.To, answer.Count), cancellationToken), cancellationToken);
        var reply = Reply.Of(answer, answer.Records is { } records ? source.Links(records) : null);
        await noted;
        return reply;
    }

    /// <summary>Whose records are read.</summary>
    /// <exception cref="ToolException">Nobody ever signed in.</exception>
    internal async Task<AccountId> AccountAsync(CancellationToken cancellationToken) =>
        host.Caller.Account ?? throw ToolErrors.NotConnectedBecause(await host.ConnectionAsync(cancellationToken));

    /// <summary>The range as the client may see it: who may see summaries only could else find single readings by narrowing the moments.</summary>
    internal AskedRange Seen(AskedRange range) => host.Caller.Privacy == Privacy.Summaries ? range.WholeDays() : range;

    /// <exception cref="ToolException">Always, unless there is something better to say than "nothing is stored".</exception>
    internal async Task RefuseAsync(Coverage coverage, CancellationToken cancellationToken)
    {
        var state = await host.ConnectionAsync(cancellationToken);
        if (!state.IsConnected)
        {
            throw ToolErrors.NotConnectedBecause(state);
        }

        if (coverage.IsThrottled)
        {
            throw ToolErrors.Throttled(coverage.RetryAfter);
        }
    }

    private Answer<T> Each<T>(Query query, ListSource<T> source, AskedRange range, IReadOnlyList<T> lines, int limit, Cursor? cursor)
    {
        var (told, next) = Cut(lines, line => source.At(line).ToUnixTimeMilliseconds(), limit, cursor, query.Tool);
        var shown = host.Caller.Privacy == Privacy.Full ? told : [.. told.Select(source.WithoutIdentifiers)];
        return Empty(source, range, source.EachName) with { Records = shown, Count = shown.Count, NextCursor = next, HasMore = next is not null };
    }

    private static Answer<T> Summed<T>(Query query, ListSource<T> source, AskedRange range, IReadOnlyList<T> lines, int limit, Cursor? cursor, Resolution resolution)
    {
        var (told, next) = Cut(Periods.Of(lines, source, range, resolution), period => period.FirstDay.DayNumber, limit, cursor, query.Tool);
        return Empty(source, range, NameOf(resolution)) with { Periods = told, Count = told.Count, NextCursor = next, HasMore = next is not null };
    }

    private static Answer<T> Empty<T>(ListSource<T> source, AskedRange range, string resolution) =>
        new(RangeAnswer.From(range), resolution, source.Units, 0, HasMore: false, "store", IsComplete: true, []);

    private static (IReadOnlyList<TLine> Told, string? Next) Cut<TLine>(IReadOnlyList<TLine> lines, Func<TLine, long> at, int limit, Cursor? cursor, string tool)
    {
        var first = cursor?.Skip(lines, at) ?? 0;
        TLine[] told = [.. lines.Skip(first).Take(limit)];
        if (first + told.Length >= lines.Count || told.Length == 0)
        {
            return (told, null);
        }

        var last = at(told[^1]);
        return (told, new Cursor(last, lines.Take(first + told.Length).Count(line => at(line) == last)).Text(tool));
    }

    /// <summary>Who may see summaries only gets days where single readings were asked for by default, and is refused where they were asked for by name.</summary>
    private Resolution ResolutionOf(string? asked)
    {
        var onlySummaries = host.Caller.Privacy == Privacy.Summaries;
        return asked switch
        {
            null or "" => onlySummaries ? Resolution.Day : Resolution.Each,
            "each" when onlySummaries => throw ToolErrors.OnlySummaries("the lines of resolution each"),
            "each" => Resolution.Each,
            "day" => Resolution.Day,
            "week" => Resolution.Week,
            "month" => Resolution.Month,
            _ => throw new ToolException(ToolErrors.BadArgument, $"resolution: '{(asked.Length <= 40 ? asked : asked[..40])}' is none.", "Write each, day, week or month."),
        };
    }

    internal static void CheckLength(AskedRange range, int? most)
    {
        var days = range.LastDay.DayNumber - range.FirstDay.DayNumber + 1;
        if (days > most)
        {
            throw new ToolException(
                ToolErrors.BadDate, $"start_date to end_date are {days} days, and this tool reads at most {most} in one call.",
                $"Ask for {most} days at a time; for longer spans there are withings_get_activity and withings_get_sleep_summary.");
        }
    }

    private static string NameOf(Resolution resolution) => resolution switch
    {
        Resolution.Day => "day",
        Resolution.Week => "week",
        Resolution.Month => "month",
        _ => "each",
    };

    private static int LimitOf(int? asked) => asked switch
    {
        null => Query.UsualLines,
        >= 1 and <= Query.MostLines => asked.Value,
        _ => throw new ToolException(ToolErrors.BadArgument, $"limit: {asked} is outside of 1 to {Query.MostLines}.", $"Write a number from 1 to {Query.MostLines}; follow next_cursor for more."),
    };

    private static IEnumerable<string> Notes<T>(ListSource<T> source, IReadOnlyList<T> lines, Resolution resolution, Coverage coverage)
    {
        string[] empty = lines.Count == 0 ? [source.WhenEmpty] : [];
        string[] unsure = resolution != Resolution.Each && Unsure(source, lines) is { } note ? [note] : [];
        return [.. Notes(coverage), .. empty, .. unsure, .. source.Notes, .. lines.Count == 0 ? [] : source.NotesOn(lines)];
    }

    /// <summary>What is to be said about lines that may be somebody else's and were left out of means; null when there are none.</summary>
    internal static string? Unsure<T>(ListSource<T> source, IReadOnlyList<T> lines) => lines.Count(line => !source.IsSure(line)) switch
    {
        0 => null,
        1 => "One reading may be another person's, for the device could not tell; it is left out.",
        var count => $"{count} readings may be another person's, for the device could not tell; they are left out.",
    };

    /// <summary>What is missing, and what was not granted.</summary>
    internal static IEnumerable<string> Notes(Coverage coverage) => [.. coverage.Missing, .. NotGranted(coverage)];

    private static IEnumerable<string> NotGranted(Coverage coverage) =>
        coverage.NotGranted.Select(feed => $"The person did not grant {feed.ToString().ToLowerInvariant()} to this application; connecting again with that scope would bring it.");
}
