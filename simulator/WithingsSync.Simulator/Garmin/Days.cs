using System.Globalization;
using WithingsSync.Simulator.Wire;

namespace WithingsSync.Simulator.Garmin;

/// <summary>Days and times as Garmin writes them.</summary>
internal static class Days
{
    public static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static DateOnly? Parse(string? text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    /// <summary>A range in the address, or <see langword="null"/> when it is none.</summary>
    public static (DateOnly From, DateOnly To)? Range(string? from, string? to) => Parse(from) is { } first && Parse(to) is { } last && first <= last ? (first, last) : null;

    public static bool WantsAll(WireCall call) => string.Equals(call.Query("includeAll"), "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>A time in a JSON body: no zone, up to three digits after the seconds.</summary>
    public static DateTime? Time(string? text) =>
        DateTime.TryParseExact(text, ["yyyy-MM-dd'T'HH:mm:ss.FFF"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;

    public static string Text(DateTime time, int digits) =>
        time.ToString(digits == 0 ? "yyyy-MM-dd'T'HH:mm:ss" : "yyyy-MM-dd'T'HH:mm:ss." + new string('f', digits), CultureInfo.InvariantCulture);

    /// <summary>Milliseconds of a wall clock, counted as if it were UTC.</summary>
    public static long Milliseconds(DateTime wall) => new DateTimeOffset(DateTime.SpecifyKind(wall, DateTimeKind.Utc)).ToUnixTimeMilliseconds();
}
