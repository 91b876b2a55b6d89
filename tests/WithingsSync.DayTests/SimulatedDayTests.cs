using System.Globalization;
using WithingsSync.DayTests.World;
using Xunit;

namespace WithingsSync.DayTests;

/// <summary>Days of many people on a turned clock: how much is asked of Withings, and whether everything arrives.</summary>
public sealed class SimulatedDayTests
{
    private static int People => int.TryParse(Environment.GetEnvironmentVariable("PEOPLE"), CultureInfo.InvariantCulture, out var people) ? people : 28;

    /// <summary>perf/day.sh asks for 1,000 people, and for the table.</summary>
    [Theory]
    [InlineData("client-secret", 18)]
    [InlineData("every-call", 34)]
    public async Task A_day_asks_little_and_everything_arrives(string signing, double mostPerPerson)
    {
        Assert.SkipWhen(Environment.GetEnvironmentVariable("SIGNING") is { Length: > 0 } only && only != signing, "Another way of signing was asked for.");

        var report = await DayRun.RunAsync(new(People, signing));

        await TellAsync(report);
        AssertKept(report);
        Assert.InRange(report.PerPerson, 7, mostPerPerson);
        Assert.InRange(report.Utilisation, 0.95, 1);
    }

    /// <summary>The clock goes forward, goes back, and the year ends, in three zones; tokens end several times a day anyway.</summary>
    [Theory]
    [InlineData("Europe/Paris", "2026-03-28")]
    [InlineData("Europe/Paris", "2026-10-24")]
    [InlineData("America/New_York", "2026-03-07")]
    [InlineData("America/New_York", "2026-10-31")]
    [InlineData("Pacific/Auckland", "2026-12-30")]
    public async Task Everything_arrives_when_the_clock_changes_and_when_the_year_ends(string zone, string first)
    {
        var report = await DayRun.RunAsync(new(5, "client-secret") { Zone = zone, FirstDay = DateOnly.ParseExact(first, "yyyy-MM-dd", CultureInfo.InvariantCulture), Days = 3 });

        AssertKept(report);
    }

    /// <summary>Nothing of what was there before the connection is lost, and the budget is used while there is something to do.</summary>
    [Fact]
    public async Task A_month_of_the_past_is_read_with_nearly_all_that_may_be_asked()
    {
        var report = await DayRun.RunAsync(new(6, "client-secret") { HistoryDays = 35, Days = 1 });

        AssertKept(report);
        Assert.InRange(report.Saturated.TotalMinutes, 3, 60);
        Assert.InRange(report.Utilisation, 0.95, 1);
    }

    private static void AssertKept(DayReport report)
    {
        Assert.True(report.Differences.Count == 0, string.Join('\n', report.Differences.Take(20)));
        Assert.True(report.Throttled == 0, $"{report.Throttled} calls were refused: {string.Join(", ", report.Refusals.Take(5))}");
        Assert.InRange(report.MostInAnyMinute, 1, 120);
        Assert.Equal(0, report.DeadLetters);
    }

    private static async Task TellAsync(DayReport report)
    {
        if (Environment.GetEnvironmentVariable("DAY_REPORT") is { Length: > 0 } file)
        {
            await File.AppendAllTextAsync(file, $"{report}\n{string.Join('\n', report.Differences.Take(20))}\n");
        }
    }
}
