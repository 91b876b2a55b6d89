using System.Globalization;
using WithingsSync.Pipeline.Pulling;

namespace WithingsSync.Mcp.Asking;

/// <summary>A moment as a client names it: a recording it found in a list, to the second.</summary>
internal static class AskedMoment
{
    public const string Forms = "Unix seconds or an ISO 8601 time such as 2026-01-31T07:30:00+01:00 (without an offset: by the person's clock)";

    /// <exception cref="ToolException">It is neither form.</exception>
    public static DateTimeOffset Read(string name, string text, TimeZoneInfo zone)
    {
        text = text.Trim();
        if (text.Length < 12 && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            return DateTimeOffset.FromUnixTimeSeconds(seconds);
        }

        return OfTime(text, zone) ?? throw new ToolException(
            ToolErrors.BadDate, $"{name}: '{Shortened.Of(text)}' is no moment.", $"Write {Forms}, from 1970 on, as withings_get_heart_list gives it.");
    }

    /// <summary>The second that an ISO 8601 time names; null for anything else.</summary>
    public static DateTimeOffset? OfTime(string text, TimeZoneInfo zone)
    {
        if (!IsDayWithMore(text, out var day) || day.Year is < 1970 or > 9998 || !DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var time))
        {
            return null;
        }

        if (time.Kind == DateTimeKind.Unspecified)
        {
            return Second(ByClock(day, time, zone));
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment) ? Second(moment) : null;
    }

    /// <summary>Only what begins with a whole date: the parser would understand much more, in its own way.</summary>
    public static bool IsDayWithMore(string text, out DateOnly day)
    {
        day = default;
        return text.Length >= 16 && text[10] is 'T' or 't' or ' ' && DateOnly.TryParseExact(text[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day);
    }

    private static DateTimeOffset Second(DateTimeOffset moment) => DateTimeOffset.FromUnixTimeSeconds(moment.ToUnixTimeSeconds());

    private static DateTimeOffset ByClock(DateOnly day, DateTime time, TimeZoneInfo zone) =>
        zone.IsInvalidTime(time) ? PullPlan.StartOf(day, zone) + time.TimeOfDay : new(time, zone.GetUtcOffset(time));
}
