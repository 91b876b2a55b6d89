using System.Text.Json;

namespace WithingsSync.SystemTests.Mcp;

/// <summary>Answers as a client reads them: what is absent is null.</summary>
internal static class AnswerReading
{
    public static IReadOnlyList<JsonElement> Records(this JsonElement answer) => [.. answer.GetProperty("records").EnumerateArray()];

    public static IReadOnlyList<JsonElement> Periods(this JsonElement answer) => [.. answer.GetProperty("periods").EnumerateArray()];

    public static decimal? Number(this JsonElement line, string name) => line.TryGetProperty(name, out var value) ? value.GetDecimal() : null;

    public static string? Text(this JsonElement line, string name) => line.TryGetProperty(name, out var value) ? value.GetString() : null;

    public static DateTimeOffset Moment(this JsonElement line, string name) => line.GetProperty(name).GetDateTimeOffset();

    /// <summary>A figure of a period: its mean, or another part.</summary>
    public static decimal? PeriodFigure(this JsonElement period, string name, string part = "mean") => period.GetProperty("figures").TryGetProperty(name, out var figure) ? figure.Number(part) : null;

    public static IReadOnlyList<string> Notes(this JsonElement answer) => [.. answer.GetProperty("notes").EnumerateArray().Select(note => note.GetString()!)];

    /// <summary>A number of the simulator as it goes over the wire.</summary>
    public static decimal? Exact(double? value) => value is { } number ? (decimal)number : null;
}
