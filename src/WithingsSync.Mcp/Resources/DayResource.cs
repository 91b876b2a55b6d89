using System.ComponentModel;
using System.Text.Json.Nodes;
using ModelContextProtocol.Server;
using WithingsSync.Mcp.Answers;

namespace WithingsSync.Mcp.Resources;

internal sealed class DayResource(IToolHost host)
{
    [McpServerResource(UriTemplate = "withings://day/{date}", Name = "day", Title = "One day", MimeType = "application/json")]
    [Description("One day of the signed-in person (YYYY-MM-DD, today or yesterday): measurements, blood pressure, temperature, SpO2, activity, workouts, the sleep that ended on it, heart recordings. Not in it: intraday samples, stages, variability and further measures, which have tools.")]
    public async Task<string> ReadAsync(string date, CancellationToken cancellationToken = default)
    {
        var reading = new ResourceReading(host);
        var (account, day, coverage) = await reading.DayAsync(date, [.. Sections.All.SelectMany(section => section.Feeds).Distinct()], cancellationToken);
        var found = new List<(string Name, JsonNode Content)>();
        foreach (var section in Sections.All)
        {
            if (await section.ReadAsync(host.Records, account, day, host.Caller.Privacy, cancellationToken) is { } content)
            {
                found.Add((section.Name, content));
            }
        }

        if (found.Count == 0)
        {
            await reading.ExplainNothingAsync(coverage, cancellationToken);
        }

        var document = Document.Of(
            day, coverage,
            found.Count == 0
                ? AnswerNotes.OfNothing(coverage, "Nothing of this day is stored: no reading, no movement, no sleep that ended on it.", $"Nothing of this day is stored yet. {AnswerNotes.Unread}")
                : []);
        found.ForEach(section => document[section.Name] = section.Content);
        await host.NoteAsync(new($"withings://day/{day.FirstDay:yyyy-MM-dd}", day.From, day.To, found.Count), cancellationToken);
        return Document.Text(document);
    }
}
