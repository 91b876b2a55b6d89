using WithingsSync.Mcp.Asking;

namespace WithingsSync.Mcp.Answers;

/// <summary>Sums lines up by day, week or month.</summary>
internal static class Periods
{
    public static IReadOnlyList<PeriodAnswer> Of<T>(IReadOnlyList<T> lines, ListSource<T> source, AskedRange range, Resolution resolution)
    {
        var periods = new SortedDictionary<DateOnly, List<T>>();
        foreach (var line in lines.Where(source.IsSure))
        {
            var first = FirstDayOf(source.DayOf(line, range.Zone), resolution);
            if (!periods.TryGetValue(first, out var those))
            {
                periods.Add(first, those = []);
            }

            those.Add(line);
        }

        return [.. periods.Select(period => new PeriodAnswer(period.Key, LastDayOf(period.Key, resolution), period.Value.Count, Figures(period.Value, source)))];
    }

    /// <summary>Each figure of some lines, rounded to what a mean of measurements can mean: six digits after the point.</summary>
    public static IReadOnlyDictionary<string, FigureAnswer> Figures<T>(IEnumerable<T> lines, ListSource<T> source)
    {
        var figures = new Dictionary<string, (int Count, decimal Sum, decimal Min, decimal Max)>(StringComparer.Ordinal);
        foreach (var (name, value) in lines.SelectMany(source.Figures))
        {
            figures[name] = figures.TryGetValue(name, out var so)
                ? (so.Count + 1, so.Sum + value, Math.Min(so.Min, value), Math.Max(so.Max, value))
                : (1, value, value, value);
        }

        return figures.ToDictionary(
            one => one.Key,
            one => new FigureAnswer(one.Value.Count, Math.Round(one.Value.Sum / one.Value.Count, 6), one.Value.Min, one.Value.Max, source.Totals.Contains(one.Key) ? one.Value.Sum : null),
            StringComparer.Ordinal);
    }

    private static DateOnly FirstDayOf(DateOnly day, Resolution resolution) => resolution switch
    {
        Resolution.Week => day.AddDays(-(((int)day.DayOfWeek + 6) % 7)),
        Resolution.Month => new(day.Year, day.Month, 1),
        _ => day,
    };

    private static DateOnly LastDayOf(DateOnly first, Resolution resolution) => resolution switch
    {
        Resolution.Week => first.AddDays(6),
        Resolution.Month => first.AddMonths(1).AddDays(-1),
        _ => first,
    };
}
