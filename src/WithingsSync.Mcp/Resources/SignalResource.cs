using System.ComponentModel;
using System.Text.Json.Nodes;
using ModelContextProtocol.Server;
using WithingsSync.Mcp.Answers;
using WithingsSync.Mcp.Tools;
using WithingsSync.Pipeline.Accounts;

namespace WithingsSync.Mcp.Resources;

internal sealed class SignalResource(IToolHost host)
{
    [McpServerResource(UriTemplate = "withings://heart/{recorded_at}/signal", Name = "heart_signal", Title = "Recorded heart signal", MimeType = "application/json")]
    [Description("The whole curves of one heart recording (recorded_at in Unix seconds, or an ISO 8601 time): every sample of the ECG in microvolts, and of the heart sound as A-law bytes (G.711).")]
    public async Task<string> ReadAsync(string recorded_at, CancellationToken cancellationToken = default)
    {
        var reading = new ResourceReading(host);
        reading.RefuseSummaries("signals");
        var (account, moment, coverage) = await reading.MomentAsync(recorded_at, HeartSignals.Feeds, cancellationToken);
        var (recordings, signals) = await HeartSignals.FindAsync(host.Records, account, moment, cancellationToken);
        if (recordings.Count == 0)
        {
            await reading.ExplainNothingAsync(coverage, cancellationToken);
            throw HeartSignals.NotFound(moment, coverage);
        }

        var document = Document.Of(moment, coverage, signals.Count > 0 ? [] : [HeartSignals.EmptySignal]);
        document["recorded_at"] = Document.Node(recordings[0].RecordedAt);
        document["signals"] = new JsonArray([.. signals.Select(signal =>
        {
            var described = HeartSignals.Describe(signal, isInline: false);
            var one = (JsonObject)Document.Node(host.Caller.Privacy == Privacy.Full ? described : described with { Other = MetricReader.WithoutIdentifiers(described.Other) });
            one["samples"] = new JsonArray([.. signal.Samples.Select(sample => (JsonNode)sample)]);
            return one;
        })]);
        await host.NoteAsync(new(HeartSource.AddressOf(moment.From), moment.From, moment.To, signals.Count), cancellationToken);
        return Document.Text(document);
    }
}
