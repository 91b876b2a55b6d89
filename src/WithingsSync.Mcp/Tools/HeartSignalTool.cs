using System.ComponentModel;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using WithingsSync.Mcp.Answers;
using WithingsSync.Mcp.Asking;
using WithingsSync.Pipeline.Accounts;

namespace WithingsSync.Mcp.Tools;

internal sealed class HeartSignalTool(IToolHost host)
{
    [McpServerTool(
        Name = "withings_get_heart_signal", Title = "ECG and heart sound signal", ReadOnly = true, Destructive = false, Idempotent = true, OpenWorld = true,
        UseStructuredContent = true, OutputSchemaType = typeof(HeartSignalAnswer))]
    [Description(
        "The recorded curves of one recording of withings_get_heart_list: sampling rate, duration, and of an ECG the lowest, highest and mean value in microvolts. The whole waveform is behind the "
        + "link; with inline it also stands in the answer, thinned out to at most 2000 values of which each keeps its group's peak.")]
    public async Task<CallToolResult> GetAsync(
        [Description("recorded_at of a recording: " + AskedMoment.Forms + ".")] AskedDay recorded_at,
        [Description("true: write the ECG's waveform into the answer, at most 2000 values. Left out: only figures and the link.")] bool? inline = null,
        IProgress<ProgressNotificationValue>? progress = null,
        CancellationToken cancellationToken = default)
    {
        if (host.Caller.Privacy == Privacy.Summaries)
        {
            throw ToolErrors.OnlySummaries("signals");
        }

        var account = await host.AccountAsync(cancellationToken);
        using var reports = CallProgress.Of(progress);
        var (moment, coverage) = await PersonDays.CoverAsync(host, account, HeartSignals.Feeds, zone => HeartSignals.Moment("recorded_at", recorded_at.Text, zone), reports, cancellationToken);
        var (recordings, signals) = await HeartSignals.FindAsync(host.Records, account, moment, cancellationToken);
        if (recordings.Count == 0)
        {
            await host.RefuseAsync(coverage, cancellationToken);
            throw HeartSignals.NotFound(moment, coverage);
        }

        var isFull = host.Caller.Privacy == Privacy.Full;
        var described = signals.Select(signal => HeartSignals.Describe(signal, inline == true)).Select(one => isFull ? one : one with { Other = MetricReader.WithoutIdentifiers(one.Other) });
        var link = HeartSource.LinkTo(recordings[0].RecordedAt);
        var answer = new HeartSignalAnswer(
            recordings[0].RecordedAt, moment.Zone.Id, isFull ? recordings : [.. recordings.Select(HeartSource.Instance.WithoutIdentifiers)], [.. described], link.Address, coverage.IsComplete,
            [.. AnswerNotes.Of(coverage), .. NotesOf(recordings, signals.Count, inline == true)], coverage.FetchedAt, Reply.Seconds(coverage.RetryAfter));
        await host.NoteAsync(new("withings_get_heart_signal", moment.From, moment.To, signals.Count), cancellationToken);
        return Reply.Of(answer, signals.Count > 0 ? [link] : null);
    }

    private static IEnumerable<string> NotesOf(IReadOnlyList<HeartAnswer> recordings, int found, bool isInline)
    {
        if (found < recordings.Count(one => one.HasEcg) + recordings.Count(one => one.HasHeartSound))
        {
            yield return HeartSignals.EmptySignal;
        }

        if (isInline && recordings.Any(one => one.HasHeartSound))
        {
            yield return "A heart sound is not written into an answer; read it by the link.";
        }
    }
}
