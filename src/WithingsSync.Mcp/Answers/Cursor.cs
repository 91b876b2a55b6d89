using System.Buffers.Text;
using System.Globalization;
using System.Text;
using WithingsSync.Mcp.Asking;

namespace WithingsSync.Mcp.Answers;

/// <summary>Where an answer broke off: after the line of this moment, of which so many were told.</summary>
internal readonly record struct Cursor(long At, int Told)
{
    private const string NextStep = "Send next_cursor of the answer before, unchanged and with the same dates, resolution and types as before, or leave it out to begin anew.";

    /// <param name="question">The one of which this answer is a part.</param>
    public string Text(Question question) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"2 {question.Tool} {question.Resolution} {question.Words} {At} {Told}")));

    /// <exception cref="ToolException">It was not made by this tool, or for another question.</exception>
    public static Cursor Parse(string text, Question question)
    {
        try
        {
            var parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)).Split(' ');
            if (parts is ["2", { } tool, { } resolution, { } words, { } at, { } told] && tool == question.Tool
                && long.TryParse(at, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var moment) && int.TryParse(told, NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            {
                return resolution != question.Resolution ? throw Of($"an answer with resolution {Shortened.Of(resolution)}, and this call asks for resolution {question.Resolution}")
                    : words != question.Words ? throw Of("an answer for other dates or other types")
                    : new(moment, count);
            }
        }
        catch (FormatException)
        {
            // Not ours.
        }

        throw new ToolException(ToolErrors.BadArgument, "cursor: this is not one that this tool gave.", NextStep);
    }

    private static ToolException Of(string other) => new(ToolErrors.BadArgument, $"cursor: it belongs to {other}.", NextStep);

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
