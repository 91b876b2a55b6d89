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

        // Only what begins with a whole date: the parser would understand much more, in its own way.
        if (text.Length >= 16 && DateOnly.TryParseExact(text[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is >= 1970 and <= 9998
            && text[10] is 'T' or 't' or ' ' && DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var time))
        {
            var moment = time.Kind == DateTimeKind.Unspecified ? ByClock(day, time, zone) : DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
            return DateTimeOffset.FromUnixTimeSeconds(moment.ToUnixTimeSeconds());
        }

        throw new ToolException(ToolErrors.BadDate, $"{name}: '{Shortened.Of(text)}' is no moment.", $"Write {Forms}, from 1970 on, as withings_get_heart_list gives it.");
    }

    private static DateTimeOffset ByClock(DateOnly day, DateTime time, TimeZoneInfo zone) =>
        zone.IsInvalidTime(time) ? PullPlan.StartOf(day, zone) + time.TimeOfDay : new(time, zone.GetUtcOffset(time));
}
