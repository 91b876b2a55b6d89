using WithingsSync.Cli;
using WithingsSync.Cli.Schedule;
using Xunit;

namespace WithingsSync.Tests.Cli.Schedule;

public sealed class IntervalTests
{
    [Theory]
    [InlineData("every 3h", 180)]
    [InlineData("every|3h", 180)]
    [InlineData("every|3|hours|-x", 0)]
    [InlineData("every 3 hours", 180)]
    [InlineData("3h", 180)]
    [InlineData("EVERY|30M", 30)]
    [InlineData("every 10m", 10)]
    [InlineData("daily", 1440)]
    [InlineData("hourly", 60)]
    [InlineData("every day", 1440)]
    [InlineData("every|hour", 60)]
    [InlineData("28d", 40_320)]
    public void An_interval_is_read_from_one_word_or_two(string words, int minutes)
    {
        if (minutes == 0)
        {
            Assert.Throws<UsageException>(() => Interval.Read(words.Split('|')));
            return;
        }

        Assert.Equal(TimeSpan.FromMinutes(minutes), Interval.Read(words.Split('|')).Interval);
    }

    [Theory]
    [InlineData("every 3h|--features|BLOOD_PRESSURE")]
    [InlineData("every|3h|--features|BLOOD_PRESSURE")]
    [InlineData("3h|--features|BLOOD_PRESSURE")]
    public void The_other_words_are_left_for_sync(string words) =>
        Assert.Equal(["--features", "BLOOD_PRESSURE"], Interval.Read(words.Split('|')).Options);

    [Theory]
    [InlineData("every 9m", "too often")]
    [InlineData("0h", "too often")]
    [InlineData("29d", "too seldom")]
    [InlineData("every", "no interval")]
    [InlineData("every|-v", "no interval")]
    [InlineData("soon", "no interval")]
    [InlineData("h", "no interval")]
    [InlineData("-3h", "no interval")]
    [InlineData("3x", "no interval")]
    [InlineData("3h3m", "no interval")]
    [InlineData("99999999999h", "no interval")]
    [InlineData("", "no interval")]
    public void What_is_refused_is_refused_with_the_reason(string words, string reason) =>
        Assert.Contains(reason, Assert.Throws<UsageException>(() => Interval.Read(words.Split('|'))).Message, StringComparison.Ordinal);

    [Fact]
    public void No_interval_at_all_is_asked_for() => Assert.Contains("every 3h", Assert.Throws<UsageException>(() => Interval.Read([])).Message, StringComparison.Ordinal);
}
