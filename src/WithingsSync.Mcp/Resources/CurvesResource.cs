using System.ComponentModel;
using System.Text.Json.Nodes;
using ModelContextProtocol.Server;
using WithingsSync.Health;
using WithingsSync.Mcp.Answers;
using WithingsSync.Mcp.Tools;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Pulling;

namespace WithingsSync.Mcp.Resources;

internal sealed class CurvesResource(IToolHost host)
{
    [McpServerResource(UriTemplate = "withings://night/{date}/curves", Name = "night_curves", Title = "Curves of one night", MimeType = "application/json")]
    [Description("Every sample of every curve of the sleep that ended on one day (YYYY-MM-DD, today or yesterday): heart rate, breathing, snoring, variability, movement; Unix seconds and values, by device.")]
    public async Task<string> ReadAsync(string date, CancellationToken cancellationToken = default)
    {
        var reading = new ResourceReading(host);
        reading.RefuseSummaries("curves");
        var (account, day, coverage) = await reading.DayAsync(date, [Feed.Nights, Feed.Sleep], cancellationToken);
        var segments = await SleepNights.ReadAsync(host.Records, account, day, cancellationToken);
        if (segments.Count == 0)
        {
            await reading.ExplainNothingAsync(coverage, cancellationToken);
        }

        var document = Document.Of(day, coverage, segments.Count == 0 ? AnswerNotes.OfNothing(coverage, SleepSegmentSource.Instance.WhenEmpty) : []);
        document["devices"] = new JsonArray([.. segments.GroupBy(one => one.Segment.HashDeviceId).Select(device => OfDevice([.. device.Select(one => one.Segment)]))]);
        await host.NoteAsync(new($"withings://night/{day.FirstDay:yyyy-MM-dd}/curves", day.From, day.To, segments.Count), cancellationToken);
        return Document.Text(document);
    }

    private JsonObject OfDevice(IReadOnlyList<SleepSegment> segments)
    {
        var device = new JsonObject();
        if (host.Caller.Privacy == Privacy.Full && segments[0].Model is { } model)
        {
            device["device"] = model;
        }

        var curves = new JsonObject();
        foreach (var name in segments.SelectMany(segment => segment.Curves).Select(curve => curve.Name).Distinct())
        {
            var pieces = segments.SelectMany(segment => segment.Curves).Where(curve => curve.Name == name).ToList();
            var samples = pieces.SelectMany(SleepCurves.Of).ToList();
            var curve = new JsonObject
            {
                ["times"] = new JsonArray([.. samples.Select(sample => (JsonNode)sample.At)]),
                ["values"] = new JsonArray([.. samples.Select(sample => (JsonNode)sample.Value)]),
            };
            if (SleepCurves.UnitOf(pieces[0]) is { } unit)
            {
                curve.Insert(0, "unit", unit);
            }

            curves[SleepCurves.NameOf(pieces[0])] = curve;
        }

        device["curves"] = curves;
        return device;
    }
}
