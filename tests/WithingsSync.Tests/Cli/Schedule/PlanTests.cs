using WithingsSync.Cli.Schedule;
using Xunit;

namespace WithingsSync.Tests.Cli.Schedule;

public sealed class PlanTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(10)]
    [InlineData(180)]
    [InlineData(1440)]
    public void Every_interval_has_one_run_and_two_are_never_close(int minutes)
    {
        var interval = TimeSpan.FromMinutes(minutes);
        var plan = new Plan(Start, interval);
        var random = new Random(1);
        var previous = Start;
        for (var slot = 1; slot <= 200; slot++)
        {
            var next = plan.Next(previous.AddSeconds(20), previous, notBefore: null, random);

            Assert.InRange(next, Start + (slot * interval), Start + ((slot + 1) * interval));
            Assert.True(next - previous >= interval / 2, $"{previous} and {next} are close.");
            previous = next;
        }
    }

    [Fact]
    public void The_minutes_are_spread_over_the_interval()
    {
        var plan = new Plan(Start, TimeSpan.FromHours(3));
        var random = new Random(1);

        var minutes = Enumerable.Range(0, 500).Select(_ => (plan.Next(Start.AddMinutes(1), Start, notBefore: null, random) - Start).TotalMinutes - 180).ToList();

        Assert.True(minutes.Min() < 10 && minutes.Max() > 170 && minutes.Distinct().Count() > 150);
    }

    [Fact]
    public void A_run_that_outlasts_intervals_is_followed_by_one_run_not_by_all_that_were_missed()
    {
        var next = new Plan(Start, TimeSpan.FromHours(3)).Next(Start.AddHours(10), Start, notBefore: null, new Random(1));

        Assert.InRange(next, Start.AddHours(12), Start.AddHours(15));
    }

    [Fact]
    public void A_service_that_asked_for_more_time_gets_it()
    {
        var next = new Plan(Start, TimeSpan.FromHours(3)).Next(Start.AddMinutes(1), Start, Start.AddHours(8), new Random(1));

        Assert.Equal(Start.AddHours(8).AddMinutes(1), next);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5000)]
    public void After_a_clock_was_set_back_it_starts_anew(int days)
    {
        var plan = new Plan(Start, TimeSpan.FromHours(3));
        var now = Start.AddDays(-days);

        // The run began when the clock was still ahead.
        Assert.InRange(plan.Next(now, Start, notBefore: null, new Random(1)), now.AddHours(3), now.AddHours(6));
        Assert.InRange(plan.Next(now.AddHours(4), now.AddHours(3), notBefore: null, new Random(1)), now.AddHours(6), now.AddHours(9));
    }

    [Fact]
    public void A_run_that_began_before_a_clock_was_set_back_a_little_puts_the_next_one_off_by_no_more_than_two_intervals()
    {
        var next = new Plan(Start, TimeSpan.FromHours(3)).Next(Start.AddDays(1), Start.AddDays(9), notBefore: null, new Random(1));

        Assert.InRange(next, Start.AddDays(1), Start.AddDays(1).AddHours(6));
    }
}
