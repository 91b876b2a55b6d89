using System.Globalization;

namespace WithingsSync.Withings.Api;

internal static class Numbers
{
    public static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    public static string Seconds(DateTimeOffset moment) => Text(moment.ToUnixTimeSeconds());

    /// <summary>A day as Withings wants it in the fields that end in "ymd": with dashes (withings-api.md §1.3).</summary>
    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
