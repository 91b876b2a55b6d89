using System.Globalization;

namespace WithingsSync.Cli.Compatibility;

/// <summary>A day as a person writes it: <c>2026-01-31</c>, <c>today</c>, <c>yesterday</c>, <c>30d</c>, <c>6m</c>, <c>1y</c> (that long ago).</summary>
internal static class Day
{
    public const string Forms = "yyyy-MM-dd, today, yesterday, 30d, 6m or 1y";

    /// <returns>False when the text is none of these forms, or no such day exists.</returns>
    public static bool TryParse(string text, DateOnly today, out DateOnly day)
    {
        day = today;
        if (DateOnly.TryParseExact(text, "yyyy-M-d", CultureInfo.InvariantCulture, DateTimeStyles.None, out var exact))
        {
            day = exact;
            return true;
        }

        if (text is "today" or "yesterday")
        {
            day = text == "today" ? today : today.AddDays(-1);
            return true;
        }

        return text.Length is > 1 and < 6
            && int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && TryGoBack(today, count, text[^1], out day);
    }

    private static bool TryGoBack(DateOnly today, int count, char unit, out DateOnly day)
    {
        day = today;
        try
        {
            day = unit switch
            {
                'd' => today.AddDays(-count),
                'm' => today.AddMonths(-count),
                'y' => today.AddYears(-count),
                _ => DateOnly.MaxValue,
            };
        }
        catch (ArgumentOutOfRangeException)
        {
            return false;
        }

        return day != DateOnly.MaxValue;
    }
}
