using ModelContextProtocol.Protocol;
using WithingsSync.Mcp.Asking;

namespace WithingsSync.Mcp.Answers;

/// <summary>The one way from a query to an answer: who, which range, is it there, read, cut, note, answer.</summary>
public sealed class Lists(IToolHost host)
{
    /// <exception cref="ToolException">The query is wrong, nobody is connected, or the client may not see this.</exception>
    public async Task<CallToolResult> AnswerAsync<T>(Query query, ListSource<T> source, CancellationToken cancellationToken)
    {
        var (account, caller) = (await host.AccountAsync(cancellationToken), host.Caller);
        var list = AskedList.Of(query, source, caller.Privacy);
        using var progress = CallProgress.Of(query.Progress);
        var (range, coverage) = await PersonDays.CoverAsync(
            host, account, source.Feeds, zone => AskedRange.Of(query.Start, query.End, zone, host.Time.GetUtcNow()).SeenBy(caller.Privacy).OfAtMost(source.MostDays), progress, cancellationToken);
        var lines = await source.ReadAsync(host.Records, account, range, cancellationToken);
        if (lines.Count == 0 && !coverage.IsComplete)
        {
            await host.RefuseAsync(coverage, cancellationToken);
        }

        var answer = ListAnswers.Of(list, source, range, lines, caller.Privacy) with
        {
            Source = coverage.Source,
            IsComplete = coverage.IsComplete,
            FetchedAt = coverage.FetchedAt,
            DataAsOf = lines.Count > 0 ? caller.Shown(source.At(lines[^1]), range.Zone) : null,
            RetryAfterSeconds = Reply.Seconds(coverage.RetryAfter),
            Notes = [.. AnswerNotes.Of(source, lines, list.Resolution, coverage)],
        };

        if (LongAnswer.NoteOn(answer, list) is { } isLong)
        {
            answer = answer with { Notes = [.. answer.Notes, isLong] };
        }

        // The note waits for the disk; the answer is written meanwhile, and leaves when both are there.
        var noted = Task.Run(() => host.NoteAsync(new(query.Tool, range.From, range.To, answer.Count), cancellationToken), cancellationToken);
        var reply = Reply.Of(answer, answer.Records is { } records ? source.Links(records) : null);
        await noted;
        return reply;
    }
}
