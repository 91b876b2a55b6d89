using System.ComponentModel;
using System.Text.Json.Nodes;
using ModelContextProtocol.Server;
using WithingsSync.Mcp.Answers;
using WithingsSync.Mcp.Tools;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Measures;
using WithingsSync.Pipeline.Pulling;

namespace WithingsSync.Mcp.Resources;

internal sealed class NightResource(IToolHost host)
{
    [McpServerResource(UriTemplate = "withings://night/{date}", Name = "night", Title = "One night", MimeType = "application/json")]
    [Description("The sleep of the signed-in person that ended on one day (YYYY-MM-DD, today or yesterday): its summary, the stretches of each stage, and where its curves are.")]
    public async Task<string> ReadAsync(string date, CancellationToken cancellationToken = default)
    {
        var reading = new ResourceReading(host);
        var (account, day, coverage) = await reading.DayAsync(date, [Feed.Nights, Feed.Sleep], cancellationToken);
        var privacy = host.Caller.Privacy;
        var nights = await Section.Of("nights", SleepNightSource.Instance).ReadAsync(host.Records, account, day, privacy, cancellationToken);
        var segments = await SleepNights.ReadAsync(host.Records, account, day, cancellationToken);
        if (nights is null && segments.Count == 0)
        {
            await reading.ExplainNothingAsync(coverage, cancellationToken);
        }

        var document = Document.Of(day, coverage, nights is null ? AnswerNotes.OfNothing(coverage, SleepNightSource.Instance.WhenEmpty) : []);
        document["nights"] = nights ?? new JsonArray();
        if (privacy != Privacy.Summaries && segments.Count > 0)
        {
            document["stages"] = new JsonArray([.. segments.Select(one => new JsonObject
            {
                ["state"] = SleepStates.Name(one.Segment.State),
                ["started_at"] = Document.Node(TimeZoneInfo.ConvertTime(one.Segment.StartedAt, day.Zone)),
                ["ended_at"] = Document.Node(TimeZoneInfo.ConvertTime(one.Segment.EndedAt, day.Zone)),
            })]);
            document["curves"] = $"withings://night/{day.FirstDay:yyyy-MM-dd}/curves";
        }

        await host.NoteAsync(new($"withings://night/{day.FirstDay:yyyy-MM-dd}", day.From, day.To, segments.Count), cancellationToken);
        return Document.Text(document);
    }
}
