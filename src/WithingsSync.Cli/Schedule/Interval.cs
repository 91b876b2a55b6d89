using System.Globalization;

namespace WithingsSync.Cli.Schedule;

/// <summary>How often: <c>every 30m</c>, <c>every 3h</c>, <c>every 2d</c>, <c>hourly</c>, <c>daily</c>; the word <c>every</c> may be left away.</summary>
internal static class Interval
{
    /// <summary>More often brings nothing new and is what the services block accounts for (garmin-trainerroad-fit.md §1.1, §6).</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromMinutes(10);

    public static readonly TimeSpan Longest = TimeSpan.FromDays(28);

    private const string Forms = "say how often: \"every 3h\", \"every 30m\" or \"daily\"";

    /// <summary>Reads the interval at the beginning of some words; the others belong to <c>sync</c>.</summary>
    /// <exception cref="UsageException">There is none, or it is too short or too long.</exception>
    public static (TimeSpan Interval, IReadOnlyList<string> Options) Read(IReadOnlyList<string> words)
    {
        if (words.Count == 0)
        {
            throw new UsageException($"schedule: {Forms}.");
        }

        // Quoted it is one word with blanks in it, bare it is two.
        var parts = words[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var used = 1;
        if (parts is [var every] && IsEvery(every) && words.Count > 1)
        {
            parts = [every, .. words[1].Split(' ', StringSplitOptions.RemoveEmptyEntries)];
            used = 2;
        }

        var text = parts is [var first, _, ..] && IsEvery(first) ? string.Concat(parts[1..]) : string.Concat(parts);
        return (Allowed(Length(text) ?? throw new UsageException($"schedule: '{string.Join(' ', parts)}' is no interval; {Forms}."), text), [.. words.Skip(used)]);
    }

    /// <summary>As a person says it: <c>3h</c>, <c>90m</c>, <c>2d</c>.</summary>
    public static string Text(TimeSpan interval) =>
        interval.Ticks % TimeSpan.TicksPerDay == 0 ? string.Create(CultureInfo.InvariantCulture, $"{interval.TotalDays}d")
        : interval.Ticks % TimeSpan.TicksPerHour == 0 ? string.Create(CultureInfo.InvariantCulture, $"{interval.TotalHours}h")
        : string.Create(CultureInfo.InvariantCulture, $"{interval.TotalMinutes}m");

    private static bool IsEvery(string word) => string.Equals(word, "every", StringComparison.OrdinalIgnoreCase);

    private static TimeSpan? Length(string text) => text.ToLowerInvariant() switch
    {
        "hourly" or "hour" => TimeSpan.FromHours(1),
        "daily" or "day" => TimeSpan.FromDays(1),
        var given when int.TryParse(given.TrimEnd([.. "abcdefghijklmnopqrstuvwxyz"]), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < 100_000 =>
            given.TrimStart([.. "0123456789"]) switch
            {
                "m" or "min" or "minute" or "minutes" => TimeSpan.FromMinutes(number),
                "h" or "hour" or "hours" => TimeSpan.FromHours(number),
                "d" or "day" or "days" => TimeSpan.FromDays(number),
                _ => null,
            },
        _ => null,
    };

    private static TimeSpan Allowed(TimeSpan interval, string text) =>
        interval < Shortest ? throw new UsageException($"schedule: every {text} is too often. Garmin and TrainerRoad block accounts that ask so often; {Text(Shortest)} is the least, and every 2h or 3h is what they bear well.")
        : interval > Longest ? throw new UsageException($"schedule: every {text} is too seldom. Sign-ins end when they are not used for a month; {Text(Longest)} is the most.")
        : interval;
}
