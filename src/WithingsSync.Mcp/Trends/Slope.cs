namespace WithingsSync.Mcp.Trends;

/// <summary>The line that fits some points best, by least squares.</summary>
internal static class Slope
{
    private const int FewestPoints = 3;
    private static readonly TimeSpan ShortestSpan = TimeSpan.FromDays(1);

    /// <summary>Change per day; null for fewer than three points, or points that lie within a day.</summary>
    public static decimal? PerDay(IReadOnlyList<(DateTimeOffset At, decimal Value)> points)
    {
        if (points.Count < FewestPoints || points.Max(point => point.At) - points.Min(point => point.At) < ShortestSpan)
        {
            return null;
        }

        var days = points.Select(point => (point.At - points[0].At).TotalDays).ToList();
        var (meanDay, meanValue) = (days.Average(), (double)points.Average(point => point.Value));
        var (above, below) = (0.0, 0.0);
        for (var i = 0; i < days.Count; i++)
        {
            above += (days[i] - meanDay) * ((double)points[i].Value - meanValue);
            below += (days[i] - meanDay) * (days[i] - meanDay);
        }

        var slope = above / below;
        return Math.Abs(slope) < 1e15 ? Math.Round((decimal)slope, 6) : null;
    }
}
