using System.Globalization;
using WithingsSync.DayTests.World;
using Xunit;

namespace WithingsSync.DayTests;

/// <summary>Days of many people on a turned clock: how much is asked of Withings, and whether everything arrives.</summary>
public sealed class SimulatedDayTests
{
    private static int People => int.TryParse(Environment.GetEnvironmentVariable("PEOPLE"), CultureInfo.InvariantCulture, out var people) ? people : 30;

    /// <summary>perf/day.sh asks for 1,000 people, and for the table.</summary>
    [Theory]
    [InlineData("client-secret", 18)]
    [InlineData("every-call", 34)]
    public async Task A_day_asks_little_and_everything_arrives(string signing, double mostPerPerson)
    {
        var report = await DayRun.RunAsync(new(People, signing));

        await TellAsync(report);
        Assert.Empty(report.Differences);
        Assert.Equal(0, report.Throttled);
        Assert.InRange(report.MostInAnyMinute, 1, 120);
        Assert.InRange(report.PerPerson, 7, mostPerPerson);
        Assert.InRange(report.Utilisation, 0.95, 1);
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
