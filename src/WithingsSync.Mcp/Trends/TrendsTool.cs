using System.ComponentModel;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using WithingsSync.Mcp.Answers;
using WithingsSync.Mcp.Asking;
using WithingsSync.Mcp.Tools;

namespace WithingsSync.Mcp.Trends;

internal sealed class TrendsTool(IToolHost host)
{
    private const string Name = "withings_trends";

    [McpServerTool(
        Name = Name, Title = "Compare two periods", ReadOnly = true, Destructive = false, Idempotent = true, OpenWorld = true,
        UseStructuredContent = true, OutputSchemaType = typeof(TrendAnswer))]
    [Description("""
        Compares the signed-in person's figures of one period with those of another: count, mean, minimum and maximum of each figure in both, totals where they add up, the change of the mean
        (absolute and in percent), and the change per day within the first period. Without compare_start_date, the period of the same length just before. Mind the counts: a mean of one
        reading says little. Readings that may be another person's are left out.
        """)]
    public async Task<CallToolResult> CompareAsync(
        [Description("What to compare; weight includes body composition.")] string kind,
        [Description(Words.StartDate)] AskedDay start_date,
        [Description(Words.EndDate)] AskedDay? end_date = null,
        [Description("First day of the period to compare with, in the same forms. Left out: the period of the same length just before.")] AskedDay? compare_start_date = null,
        [Description("Last day of the period to compare with. Left out: as for end_date.")] AskedDay? compare_end_date = null,
        IProgress<ProgressNotificationValue>? progress = null,
        CancellationToken cancellationToken = default)
    {
        var account = await host.AccountAsync(cancellationToken);
        var of = TrendKinds.Find(kind) ?? throw new ToolException(ToolErrors.BadArgument, "kind is empty.", $"Write one of {string.Join(", ", TrendKinds.Names)}.");
        using var reports = CallProgress.Of(progress);
        var (ranges, coverage) = await PersonDays.CoverAsync(
            host, account, of.Feeds, zone => Ranges(of, (start_date, end_date), (compare_start_date, compare_end_date), zone), reports, cancellationToken);
        var (range, compared) = (ranges[0], ranges[1]);
        var (now, before) = (await of.ReadAsync(host.Records, account, range, cancellationToken), await of.ReadAsync(host.Records, account, compared, cancellationToken));
        if (now.Count + before.Count == 0 && !coverage.IsComplete)
        {
            await host.RefuseAsync(coverage, cancellationToken);
        }

        await host.NoteAsync(new(Name, Earlier(range.From, compared.From), Later(range.To, compared.To), now.Count + before.Count), cancellationToken);
        return Reply.Of(Answer(of, range, compared, now, before, coverage));
    }

    private TrendAnswer Answer(TrendKind kind, AskedRange range, AskedRange compared, TrendSpan now, TrendSpan before, Coverage coverage)
    {
        var figures = now.Figures.Keys.Union(before.Figures.Keys).Order(StringComparer.Ordinal).ToDictionary(
            name => name, name => TrendFigureAnswer.Of(now.Figures.GetValueOrDefault(name), before.Figures.GetValueOrDefault(name), now.Slopes.GetValueOrDefault(name)), StringComparer.Ordinal);
        string?[] notes =
        [
            now.Count == 0 ? AnswerNotes.OfNothing(coverage, kind.WhenEmpty).FirstOrDefault() : null,
            now.Count > 0 && before.Count == 0
                ? AnswerNotes.OfNothing(coverage, "There is nothing in the period to compare with.", $"Nothing of the period to compare with is stored yet. {AnswerNotes.Unread}").FirstOrDefault()
                : null,
            range.From <= compared.To && compared.From <= range.To ? "The two periods overlap." : null,
            kind.GrowsThroughToday && (EndsToday(now, range) || EndsToday(before, compared))
                ? "Today is not over: its totals so far count as those of a whole day here, which lowers the mean and the slope. Let the period end yesterday to compare whole days."
                : null,
            now.Unsure is { } unsure ? $"In the period: {unsure}" : null,
            before.Unsure is { } other ? $"In the period compared with: {other}" : null,
        ];
        return new(
            kind.Name, RangeAnswer.From(range), RangeAnswer.From(compared), now.Count, before.Count, kind.Units, figures, coverage.Source, coverage.IsComplete,
            [.. AnswerNotes.Of(coverage), .. notes.OfType<string>()], coverage.FetchedAt, now.Newest is { } newest ? host.Caller.Shown(newest, range.Zone) : null, Reply.Seconds(coverage.RetryAfter));
    }

    /// <summary>The period, and the one to compare it with.</summary>
    private IReadOnlyList<AskedRange> Ranges(TrendKind kind, (AskedDay Start, AskedDay? End) asked, (AskedDay? Start, AskedDay? End) compared, TimeZoneInfo zone)
    {
        var (now, privacy) = (host.Time.GetUtcNow(), host.Caller.Privacy);
        var range = AskedRange.Of(asked.Start, asked.End, zone, now).SeenBy(privacy).OfAtMost(kind.MostDays);
        if (compared.Start is { IsGiven: true } from)
        {
            return [range, AskedRange.Of(from, compared.End, zone, now, "compare_").SeenBy(privacy).OfAtMost(kind.MostDays)];
        }

        return compared.End is { IsGiven: true }
            ? throw new ToolException(ToolErrors.BadArgument, "compare_end_date stands without compare_start_date.", "Send both, or neither for the period just before.")
            : [range, range.Before()];
    }

    private bool EndsToday(TrendSpan span, AskedRange range) => span.Newest is { } newest && DayOf(newest, range.Zone) == DayOf(host.Time.GetUtcNow(), range.Zone);

    private static DateOnly DayOf(DateTimeOffset moment, TimeZoneInfo zone) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, zone).DateTime);

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
