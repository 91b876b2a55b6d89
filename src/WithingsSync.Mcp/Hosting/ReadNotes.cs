using WithingsSync.Mcp.Answers;
using WithingsSync.Mcp.Asking;
using WithingsSync.Pipeline.Accounts;

namespace WithingsSync.Mcp;

/// <summary>Entries of the access log as a client may see them.</summary>
public static class ReadNotes
{
    private const string Signals = "withings://heart/";

    /// <summary>
    /// For whoever may see summaries only, an entry tells the person's whole days, and no recording by its moment: a narrow range with its count, or a signal's address, would
    /// say to the second when something was measured.
    /// </summary>
    /// <exception cref="ToolException">Nobody ever signed in.</exception>
    public static async Task<Func<ReadNote, ReadNote>> SeenByAsync(IToolHost host, CancellationToken cancellationToken)
    {
        if (host.Caller.Privacy != Privacy.Summaries)
        {
            return note => note;
        }

        var zone = await PersonZone.OfAsync(host, await host.AccountAsync(cancellationToken), cancellationToken);
        return note => note with
        {
            What = note.What.StartsWith(Signals, StringComparison.Ordinal) ? Signals + "{recorded_at}/signal" : note.What,
            From = note.From is { } from ? LocalDays.StartOf(DayOf(from, zone), zone) : null,
            To = note.To is { } to ? LocalDays.StartOf(DayOf(to, zone).AddDays(1), zone).AddSeconds(-1) : null,
        };
    }

    private static DateOnly DayOf(DateTimeOffset moment, TimeZoneInfo zone) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, zone).DateTime);
}
