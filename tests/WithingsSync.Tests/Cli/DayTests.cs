using WithingsSync.Cli.Compatibility;
using Xunit;

namespace WithingsSync.Tests.Cli;

public sealed class DayTests
{
    private static readonly DateOnly Today = new(2026, 3, 31);

    [Theory]
    [InlineData("2024-02-29", "2024-02-29")]
    [InlineData("2024-2-9", "2024-02-09")]
    [InlineData("today", "2026-03-31")]
    [InlineData("yesterday", "2026-03-30")]
    [InlineData("30d", "2026-03-01")]
    [InlineData("1m", "2026-02-28")]
    [InlineData("13m", "2025-02-28")]
    [InlineData("1y", "2025-03-31")]
    [InlineData("0d", "2026-03-31")]
    public void A_day_is_read(string text, string day)
    {
        Assert.True(Day.TryParse(text, Today, out var read));
        Assert.Equal(DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture), read);
    }

    [Theory]
    [InlineData("2023-02-30")]
    [InlineData("20230203")]
    [InlineData("-3d")]
    [InlineData("3x")]
    [InlineData("d")]
    [InlineData("")]
    [InlineData("9999y")]
    [InlineData("30 d")]
    public void What_is_no_day_is_refused(string text) => Assert.False(Day.TryParse(text, Today, out _));
}
