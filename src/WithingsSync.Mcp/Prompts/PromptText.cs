using ModelContextProtocol;
using WithingsSync.Mcp.Asking;

namespace WithingsSync.Mcp.Prompts;

/// <summary>What all prompts say, and how they name a range.</summary>
internal static class PromptText
{
    public const string Range = "First day, or a span that ends today: " + AskedRange.Forms + ".";

    /// <summary>Stands for a day that only the answers before will tell.</summary>
    public const string OneDay = "YYYY-MM-DD";

    public const string End = "Last day, included. Left out: that of the span.";

    /// <summary>Asked of every answer: what a careful reader of health data would do.</summary>
    public const string Honesty = """
        While you do so:
        - Say of each figure on how many readings, days or nights it rests, and from when to when.
        - Give units. Round to what the device can tell; do not invent precision.
        - Mark readings that are uncertain (is_uncertain) and leave them out of means, or say what changes with them.
        - Tell what is missing: is_complete false, notes of an answer, days without a reading. Never fill a gap with a guess.
        - Follow next_cursor until has_more is false before you sum anything up.
        - Make no diagnosis and change no treatment. What looks unusual is named as such, with the advice to ask a doctor.
        - When a tool answers with an error, do what its next_step says, or tell the person.
        """;

    /// <summary>The arguments of a tool that reads a range, as a prompt writes them behind its name and "with".</summary>
    /// <exception cref="McpProtocolException">They are no days.</exception>
    public static string Arguments(string start, string? end)
    {
        try
        {
            // Whoever asks is not known here, nor the zone: only whether these are days at all.
            AskedRange.Of(new(start), string.IsNullOrEmpty(end) ? null : new(end), TimeZoneInfo.Utc, DateTimeOffset.UnixEpoch.AddYears(200));
        }
        catch (ToolException error)
        {
            throw new McpProtocolException($"{error.Message} {error.NextStep}", error, McpErrorCode.InvalidParams);
        }

        return string.IsNullOrEmpty(end) ? $"start_date \"{start.Trim()}\"" : $"start_date \"{start.Trim()}\", end_date \"{end.Trim()}\"";
    }
}
