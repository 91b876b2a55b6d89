using System.ComponentModel;
using ModelContextProtocol.Server;

namespace WithingsSync.Mcp.Resources;

internal sealed class DayResource(IToolHost host)
{
    [McpServerResource(UriTemplate = "withings://day/{date}", Name = "day", Title = "One day", MimeType = "application/json")]
    [Description("Everything of one day of the signed-in person (YYYY-MM-DD, today or yesterday): measurements, blood pressure, activity, workouts, the sleep that ended on it, heart recordings.")]
    public async Task<string> ReadAsync(string date, CancellationToken cancellationToken = default)
    {
        var reading = new ResourceReading(host);
        var (account, day, coverage) = await reading.DayAsync(date, [.. Sections.All.SelectMany(section => section.Feeds).Distinct()], cancellationToken);
        var document = Document.Of(day, coverage, []);
        var found = 0;
        foreach (var section in Sections.All)
        {
            if (await section.ReadAsync(host.Records, account, day, host.Caller.Privacy, cancellationToken) is { } content)
            {
                document[section.Name] = content;
                found++;
            }
        }

        if (found == 0)
        {
            await reading.ExplainNothingAsync(coverage, cancellationToken);
        }

        await host.NoteAsync(new($"withings://day/{day.FirstDay:yyyy-MM-dd}", day.From, day.To, found), cancellationToken);
        return Document.Text(document);
    }
}
