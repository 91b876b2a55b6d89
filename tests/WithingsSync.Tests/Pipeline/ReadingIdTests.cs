using WithingsSync.Pipeline.Delivering;
using Xunit;

namespace WithingsSync.Tests.Pipeline;

public sealed class ReadingIdTests
{
    private static readonly DateTimeOffset Moment = DateTimeOffset.FromUnixTimeSeconds(1767250810);

    [Theory]
    [InlineData(ReadingKind.Weight, "w1767250810")]
    [InlineData(ReadingKind.BloodPressure, "b1767250810")]
    public void Its_text_is_read_back(ReadingKind kind, string text)
    {
        Assert.Equal(text, new ReadingId(kind, Moment).ToString());
        Assert.True(ReadingId.TryParse(text, out var id));
        Assert.Equal(new(kind, Moment), id);
        Assert.True(ReadingId.TryParse(text.ToUpperInvariant(), out var loud));
        Assert.Equal(id, loud);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(-62135596800)]
    [InlineData(253402300799)]
    public void Any_second_a_calendar_has_is_one(long second)
    {
        var id = new ReadingId(ReadingKind.Weight, DateTimeOffset.FromUnixTimeSeconds(second));

        Assert.True(ReadingId.TryParse(id.ToString(), out var read));
        Assert.Equal(id, read);
    }

    [Fact]
    public void The_zone_a_moment_is_told_in_makes_no_other_reading() =>
        Assert.Equal(new ReadingId(ReadingKind.Weight, Moment), new(ReadingKind.Weight, Moment.ToOffset(TimeSpan.FromHours(5.5))));

    [Theory]
    [InlineData("")]
    [InlineData("w")]
    [InlineData("1767250810")]
    [InlineData("x1767250810")]
    [InlineData("w 1767250810")]
    [InlineData("w+1767250810")]
    [InlineData("w1767250810 ")]
    [InlineData("w1767250810.5")]
    [InlineData("w17672508101767250810")]
    [InlineData("w253402300800")]
    [InlineData("w-62135596801")]
    [InlineData("w١٧٦٧")]
    public void Anything_else_is_none(string text) => Assert.False(ReadingId.TryParse(text, out _));
}
