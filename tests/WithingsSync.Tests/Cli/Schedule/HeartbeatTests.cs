using WithingsSync.Cli.Schedule;
using Xunit;

namespace WithingsSync.Tests.Cli.Schedule;

public sealed class HeartbeatTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
    private static readonly Heartbeat Running = new(Start, EndedAt: null, ExitCode: null, Failures: 0, NextAt: null);

    [Theory]
    [InlineData(new[] { 0 }, true)]
    [InlineData(new[] { 6, 6, 6, 6 }, true)]
    [InlineData(new[] { 1 }, true)]
    [InlineData(new[] { 5, 5 }, true)]
    [InlineData(new[] { 1, 1, 5 }, false)]
    [InlineData(new[] { 1, 1, 0, 1 }, true)]
    [InlineData(new[] { 2 }, false)]
    [InlineData(new[] { 3 }, false)]
    [InlineData(new[] { 4 }, false)]
    [InlineData(new[] { 4, 0 }, true)]
    public void What_a_person_must_mend_is_an_illness_at_once_and_bad_luck_at_the_third_time(int[] codes, bool well)
    {
        var beat = codes.Aggregate(Running, (before, code) => before.After(Start.AddMinutes(1), code, Start.AddHours(3)));

        Assert.Equal(well, beat.Illness(Start.AddHours(1)) is null);
    }

    [Theory]
    [InlineData(59, true)]
    [InlineData(61, false)]
    public void A_run_that_does_not_end_is_an_illness(int minutes, bool well) => Assert.Equal(well, Running.Illness(Start.AddMinutes(minutes)) is null);

    [Theory]
    [InlineData(189, true)]
    [InlineData(191, false)]
    public void A_run_that_does_not_begin_is_an_illness(int minutes, bool well) =>
        Assert.Equal(well, Running.After(Start.AddMinutes(1), 0, Start.AddHours(3)).Illness(Start.AddMinutes(minutes)) is null);

    [Theory]
    [InlineData(9, true)]
    [InlineData(11, false)]
    public void A_last_run_in_the_future_is_an_illness(int minutes, bool well)
    {
        Assert.Equal(well, Running.After(Start.AddMinutes(1), 0, Start.AddHours(3)).Illness(Start.AddMinutes(1 - minutes)) is null);
        Assert.Equal(well, Running.Illness(Start.AddMinutes(-minutes)) is null);
    }
}
