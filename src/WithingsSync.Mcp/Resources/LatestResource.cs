using System.ComponentModel;
using System.Text.Json.Nodes;
using ModelContextProtocol.Server;
using WithingsSync.Mcp.Answers;
using WithingsSync.Mcp.Asking;
using WithingsSync.Pipeline.Accounts;

namespace WithingsSync.Mcp.Resources;

internal sealed class LatestResource(IToolHost host)
{
    /// <summary>How far back the newest of a kind is looked for: most people's lies within days, some own a device no longer.</summary>
    private static readonly int[] DaysBack = [14, 120, 15_000];

    [McpServerResource(UriTemplate = "withings://latest", Name = "latest", Title = "Latest readings", MimeType = "application/json")]
    [Description("The newest reading of each kind of the signed-in person: weight, blood pressure, activity of the day, workout, night, heart recording.")]
    public async Task<string> ReadAsync(CancellationToken cancellationToken = default)
    {
        var reading = new ResourceReading(host);
        reading.RefuseSummaries("the latest readings");
        var (account, today, coverage) = await reading.DayAsync("today", [.. Sections.All.SelectMany(section => section.Feeds).Distinct()], cancellationToken);
        var found = new List<(string Name, JsonNode Newest)>();
        foreach (var section in Sections.All)
        {
            if (await NewestAsync(section, account, today, cancellationToken) is { } newest)
            {
                found.Add((section.Name, newest));
            }
        }

        if (found.Count == 0)
        {
            await reading.ExplainNothingAsync(coverage, cancellationToken);
        }

        var document = Document.Of(today, coverage, found.Count == 0 ? AnswerNotes.OfNothing(coverage, "Nothing of any kind is stored.", $"Nothing of any kind is stored yet. {AnswerNotes.Unread}") : []);
        found.ForEach(section => document[section.Name] = section.Newest);
        await host.NoteAsync(new("withings://latest", null, null, found.Count), cancellationToken);
        return Document.Text(document);
    }

    private async Task<JsonNode?> NewestAsync(Section section, AccountId account, AskedRange today, CancellationToken cancellationToken)
    {
        foreach (var days in DaysBack)
        {
            var range = today.Last(days);
            if (await section.NewestAsync(host.Records, account, range, host.Caller.Privacy, cancellationToken) is { } newest)
            {
                return newest;
            }
        }

        return null;
    }
}
