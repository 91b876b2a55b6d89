using System.Buffers.Text;
using System.Globalization;
using System.Text;
using WithingsSync.Mcp.Asking;

namespace WithingsSync.Mcp.Answers;

/// <summary>Where an answer broke off: after the line of this moment, of which so many were told.</summary>
internal readonly record struct Cursor(long At, int Told)
{
    public string Text(string tool) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"1 {tool} {At} {Told}")));

    /// <exception cref="ToolException">It was not made by this tool.</exception>
    public static Cursor Parse(string text, string tool)
    {
        try
        {
            var parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)).Split(' ');
            if (parts is ["1", { } of, { } at, { } told] && of == tool
                && long.TryParse(at, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var moment) && int.TryParse(told, NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            {
                return new(moment, count);
            }
        }
        catch (FormatException)
        {
            // Not ours.
        }

        throw new ToolException(ToolErrors.BadArgument, "cursor: this is not one that this tool gave.", "Send next_cursor of the answer before, unchanged and with the same dates, or leave it out to begin anew.");
    }

    /// <summary>How many of the lines were told before.</summary>
    public int Skip<T>(IReadOnlyList<T> lines, Func<T, long> at)
    {
        var index = 0;
        while (index < lines.Count && at(lines[index]) < At)
        {
            index++;
        }

        for (var told = 0; told < Told && index < lines.Count && at(lines[index]) == At; told++)
        {
            index++;
        }

        return index;
    }
}
