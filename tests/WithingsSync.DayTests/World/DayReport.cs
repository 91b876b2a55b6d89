using System.Globalization;
using System.Text;

namespace WithingsSync.DayTests.World;

/// <summary>What the simulated days came to.</summary>
internal sealed record DayReport(DayOptions Options, CallTable SetUp, CallTable Before, CallTable Day, CallTable After)
{
    /// <summary>What the original asks for a person in a day: eight calls every quarter of an hour.</summary>
    private const int Original = 768;

    public int MostInAnyMinute { get; init; }

    /// <summary>How long all backfills took, in simulated time.</summary>
    public TimeSpan Saturated { get; init; }

    /// <summary>What was used of 120 a minute meanwhile.</summary>
    public double Utilisation { get; init; }

    /// <summary>In real time.</summary>
    public TimeSpan SetUpReal { get; init; }

    /// <summary>In real time.</summary>
    public TimeSpan DayReal { get; init; }

    public int DeadLetters { get; init; }

    /// <summary>Where the store is not as the truth, in words.</summary>
    public IReadOnlyList<string> Differences { get; init; } = [];

    public double PerPerson => (double)Day.Total / Options.People;

    public int Throttled => SetUp.Throttled + Before.Throttled + Day.Throttled + After.Throttled;

    public IEnumerable<string> Refusals => [.. SetUp.Refusals, .. Before.Refusals, .. Day.Refusals, .. After.Refusals];

    public override string ToString()
    {
        var text = new StringBuilder();
        var people = Options.People;
        void Line(string what, FormattableString figure) => text.AppendLine(CultureInfo.InvariantCulture, $"| {what} | {figure.ToString(CultureInfo.InvariantCulture)} |");
        text.AppendLine(CultureInfo.InvariantCulture, $"| {people:N0} people, `{Options.Signing}`, {Options.Zone}, {Options.FirstDay.AddDays(Options.Days - 1):yyyy-MM-dd} | |").AppendLine("| --- | --- |");
        foreach (var (kind, count) in Day.Kinds)
        {
            Line($"`{kind}`", $"{(double)count / people:0.00}");
        }

        Line("**requests per person and day**", $"**{PerPerson:0.00}** (the original: {Original}, {Original / PerPerson:0} times as many)");
        Line("in the night and morning after, without news", $"{(double)After.Total / people:0.00}");
        Line("most in any 60 s", $"{MostInAnyMinute}");
        Line("refused with 601", $"{Throttled}");
        Line("busiest hour of the day, per minute", $"{Day.MostInAnHour / 60.0:0.0}");
        Line("used of 120 a minute while saturated", $"{Utilisation:0.0%} over {Saturated.TotalMinutes:0} min");
        Line("differences between store and truth", $"{Differences.Count}");
        Line("real time of connecting, and of the day", $"{SetUpReal.TotalSeconds:0} s, {DayReal.TotalSeconds:0} s");
        return text.ToString();
    }
}
