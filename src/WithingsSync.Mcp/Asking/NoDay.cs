using System.Globalization;

namespace WithingsSync.Mcp.Asking;

/// <summary>Why a text is neither a day nor a moment, with what was probably meant.</summary>
internal static class NoDay
{
    public static string Because(string text)
    {
        var shown = Shortened.Of(text);
        if (DateOnly.TryParseExact(text, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return $"'{shown}' lacks its hyphens: {day:yyyy-MM-dd}.";
        }

        if (text.Split('.') is [var whole, var fraction] && IsNumber(whole) && IsNumber(fraction))
        {
            return $"Unix seconds are whole numbers: {Shortened.Of(whole)} instead of '{shown}'.";
        }

        if (IsNumber(text))
        {
            return text.Length == 13 ? $"'{shown}' are milliseconds; Unix seconds would be {text[..10]}." : $"Unix seconds have 9 to 11 digits, and '{shown}' has {text.Length}.";
        }

        return AskedMoment.IsDayWithMore(text, out _) ? $"'{shown}' is no time; write one as 2026-01-31T07:30:00+01:00." : $"there is no day '{shown}'.";
    }

    private static bool IsNumber(string text) => text.Length > 0 && text.All(char.IsAsciiDigit);
}
