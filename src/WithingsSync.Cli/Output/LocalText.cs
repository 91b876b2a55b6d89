using System.Globalization;

namespace WithingsSync.Cli.Output;

/// <summary>Moments as a person's clock and calendar show them.</summary>
internal static class LocalText
{
    /// <summary><c>2026-01-31</c>.</summary>
    public static string Day(DateTimeOffset moment, TimeZoneInfo zone) => Of(moment, zone, "yyyy-MM-dd");

    /// <summary><c>2026-01-31 07:05</c>.</summary>
    public static string Minute(DateTimeOffset moment, TimeZoneInfo zone) => Of(moment, zone, "yyyy-MM-dd HH:mm");

    /// <summary><c>2026-01-31 07:05:59</c>.</summary>
    public static string Second(DateTimeOffset moment, TimeZoneInfo zone) => Of(moment, zone, "yyyy-MM-dd HH:mm:ss");

    /// <summary><c>20260131</c>, for names of files.</summary>
    public static string Compact(DateTimeOffset moment, TimeZoneInfo zone) => Of(moment, zone, "yyyyMMdd");

    private static string Of(DateTimeOffset moment, TimeZoneInfo zone, string format) =>
        TimeZoneInfo.ConvertTime(moment, zone).ToString(format, CultureInfo.InvariantCulture);
}
