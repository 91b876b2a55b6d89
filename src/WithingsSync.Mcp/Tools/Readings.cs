using WithingsSync.Health;

namespace WithingsSync.Mcp.Tools;

/// <summary>What the tools over measures say alike about who measured.</summary>
internal static class Readings
{
    private const int Ambiguous = 1;
    private const int TypedIn = 2;
    private const int AtSignUp = 4;

    /// <summary>True where the device could not tell whose it is, else nothing.</summary>
    public static bool? IsUncertain(int attribution) => attribution == Ambiguous ? true : null;

    /// <summary>True where a person typed it in, else nothing.</summary>
    public static bool? IsManual(int attribution) => attribution is TypedIn or AtSignUp ? true : null;

    /// <summary>A figure for which no body has zero: the source writes 0 where nothing was measured.</summary>
    public static decimal? Positive(decimal? value) => value is > 0 ? value : null;

    public static DateTimeOffset In(DateTimeOffset moment, TimeZoneInfo zone) => TimeZoneInfo.ConvertTime(moment, zone);

    /// <summary>The device behind some groups: that of the first that has one.</summary>
    public static string? Device(IEnumerable<MeasureGroup> groups) => groups.Select(group => group.Model).FirstOrDefault(model => !string.IsNullOrEmpty(model));
}
