using WithingsSync.Mcp.Asking;

namespace WithingsSync.Mcp.Tools;

/// <summary>What every tool's parameters say of themselves.</summary>
internal static class Words
{
    public const string StartDate = "First day, inclusive, in the person's own time zone: " + AskedRange.Forms + ".";
    public const string EndDate = "Last day, inclusive, in the same forms. Left out: the first day itself, or the end of the span that start_date names.";
    public const string Resolution = "each (the default): single lines. day, week or month: mean, minimum and maximum of each period, and totals where they mean something. Single lines or days of a year can be hundreds of kB: ask for week or month unless each is needed.";
    public const string Limit = "At most so many lines, 1 to 2000; 500 when left out. More follow by next_cursor.";
    public const string Cursor = "next_cursor of the answer before, to go on where it ended. Send the same dates with it.";
}
