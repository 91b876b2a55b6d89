using System.Globalization;
using System.Text.Json;
using WithingsSync.Mcp.Asking;
using WithingsSync.SystemTests.Scene;
using Xunit;

namespace WithingsSync.SystemTests.Mcp;

/// <summary>What clients write for a range, and what it means in Paris at half past noon on Monday, 2026-06-15.</summary>
public sealed class AskedRangeTests
{
    [Theory]
    [InlineData("\"2026-06-01\"", null, "2026-06-01T00:00:00+02:00", "2026-06-01T23:59:59+02:00")]
    [InlineData("\"2026-06-01\"", "\"2026-06-03\"", "2026-06-01T00:00:00+02:00", "2026-06-03T23:59:59+02:00")]
    [InlineData("\" 2026-06-01 \"", "null", "2026-06-01T00:00:00+02:00", "2026-06-01T23:59:59+02:00")]
    [InlineData("\"2026-06-01\"", "\"\"", "2026-06-01T00:00:00+02:00", "2026-06-01T23:59:59+02:00")]
    [InlineData("\"2024-02\"", null, "2024-02-01T00:00:00+01:00", "2024-02-29T23:59:59+01:00")]
    [InlineData("\"2026-01-10\"", "\"2026-02\"", "2026-01-10T00:00:00+01:00", "2026-02-28T23:59:59+01:00")]
    [InlineData("\"today\"", null, "2026-06-15T00:00:00+02:00", "2026-06-15T23:59:59+02:00")]
    [InlineData("\"yesterday\"", null, "2026-06-14T00:00:00+02:00", "2026-06-14T23:59:59+02:00")]
    [InlineData("\"yesterday\"", "\"today\"", "2026-06-14T00:00:00+02:00", "2026-06-15T23:59:59+02:00")]
    [InlineData("\"7d\"", null, "2026-06-09T00:00:00+02:00", "2026-06-15T23:59:59+02:00")]
    [InlineData("\"1d\"", null, "2026-06-15T00:00:00+02:00", "2026-06-15T23:59:59+02:00")]
    [InlineData("1781000000", "1781000600", "2026-06-09T12:13:20+02:00", "2026-06-09T12:23:20+02:00")]
    [InlineData("\"1781000000\"", "1781000000", "2026-06-09T12:13:20+02:00", "2026-06-09T12:13:20+02:00")]
    [InlineData("\"1781000000\"", null, "2026-06-09T12:13:20+02:00", "2026-06-15T12:34:56+02:00")]
    [InlineData("1781000000", "\"today\"", "2026-06-09T12:13:20+02:00", "2026-06-15T23:59:59+02:00")]
    [InlineData("\"2026-06-09T12:13:20+02:00\"", "\"2026-06-09T10:23:20Z\"", "2026-06-09T12:13:20+02:00", "2026-06-09T12:23:20+02:00")]
    [InlineData("\"2026-06-09T12:13:20\"", null, "2026-06-09T12:13:20+02:00", "2026-06-15T12:34:56+02:00")]
    [InlineData("\"2026-06-09 12:13\"", "\"2026-06-10\"", "2026-06-09T12:13:00+02:00", "2026-06-10T23:59:59+02:00")]
    [InlineData("\"2026-03-29\"", null, "2026-03-29T00:00:00+01:00", "2026-03-29T23:59:59+02:00")]
    [InlineData("\"2026-10-25\"", null, "2026-10-25T00:00:00+02:00", "2026-10-25T23:59:59+01:00")]
    public void Every_form_means_whole_days_in_the_persons_zone_or_exact_moments(string start, string? end, string from, string to)
    {
        var range = Of(start, end);

        Assert.Equal((Moment(from), Moment(to)), (range.From, range.To));
        Assert.Equal((DateOnly.FromDateTime(Moment(from).DateTime), DateOnly.FromDateTime(Moment(to).DateTime)), (range.FirstDay, range.LastDay));
    }

    [Theory]
    [InlineData("\"2026-02-30\"", null)]
    [InlineData("\"2026-13\"", null)]
    [InlineData("\"30.6.2026\"", null)]
    [InlineData("\"last week\"", null)]
    [InlineData("\"\"", null)]
    [InlineData("null", null)]
    [InlineData("\"0d\"", null)]
    [InlineData("\"-7d\"", null)]
    [InlineData("\"99999d\"", null)]
    [InlineData("\"1969-12-31\"", null)]
    [InlineData("\"9999-12-31\"", null)]
    [InlineData("12", null)]
    [InlineData("1781000000.5", null)]
    [InlineData("99999999999999999999", null)]
    [InlineData("true", null)]
    [InlineData("[\"2026-06-01\"]", null)]
    [InlineData("\"today\"", "\"junk\"")]
    [InlineData("\"2026-06-02\"", "\"2026-06-01\"")]
    [InlineData("1781000600", "1781000000")]
    [InlineData("1900000000", null)]
    public void What_is_no_range_is_refused_with_the_forms_or_the_order(string start, string? end)
    {
        var error = Assert.Throws<ToolException>(() => Of(start, end));

        Assert.Equal("bad_date", error.Code);
        Assert.True(error.NextStep.Contains("YYYY-MM-DD", StringComparison.Ordinal) || error.NextStep == "Exchange them.", error.NextStep);
    }

    [Theory]
    [InlineData("20260615", "2026-06-15")]
    [InlineData("\"12345678\"", "9 to 11 digits")]
    [InlineData("12", "9 to 11 digits")]
    [InlineData("1781000000123", "1781000000")]
    [InlineData("\"1781000000123\"", "milliseconds")]
    [InlineData("1781000000.5", "1781000000")]
    [InlineData("\"2026-06-09T25:13:20Z\"", "no time")]
    [InlineData("\"2026-02-30\"", "no day '2026-02-30'")]
    public void What_was_nearly_a_moment_or_a_day_is_told_what_to_write(string start, string said)
    {
        var error = Assert.Throws<ToolException>(() => Of(start, null));

        Assert.Contains(said, $"{error.Message} {error.NextStep}", StringComparison.Ordinal);
        Assert.Contains("YYYY-MM-DD", error.NextStep, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"2026-06-01\"", "\"2026-06-07\"", "2026-05-25", "2026-05-31")]
    [InlineData("\"2026-04-01\"", null, "2026-03-31", "2026-03-31")]
    [InlineData("\"2026-05\"", null, "2026-03-31", "2026-04-30")]
    [InlineData("\"2026-03-30\"", "\"2026-03-31\"", "2026-03-28", "2026-03-29")]
    public void The_span_before_has_as_many_whole_days_also_where_the_clock_is_changed(string start, string? end, string first, string last)
    {
        var before = Of(start, end).Before();

        Assert.Equal((Day(first), Day(last)), (before.FirstDay, before.LastDay));
        Assert.Equal(before, before.WholeDays());
        Assert.Equal(Of(start, end).From, before.To.AddSeconds(1));
    }

    [Fact]
    public void The_span_before_moments_has_as_many_seconds()
    {
        var before = Of("1781000000", "1781000599").Before();

        Assert.Equal((1780999400L, 1780999999L), (before.From.ToUnixTimeSeconds(), before.To.ToUnixTimeSeconds()));
    }

    private static AskedRange Of(string start, string? end) => AskedRange.Of(Asked(start), end is null ? null : Asked(end), Worlds.Paris, Worlds.Noon);

    private static AskedDay Asked(string json) => JsonSerializer.Deserialize<AskedDay>(json);

    private static DateTimeOffset Moment(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private static DateOnly Day(string text) => DateOnly.Parse(text, CultureInfo.InvariantCulture);
}
