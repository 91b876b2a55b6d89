using WithingsSync.Mcp.Answers;

namespace WithingsSync.Mcp.Trends;

/// <summary>One figure in both spans; what a span does not have is absent.</summary>
/// <param name="Change">The mean now less the mean compared with.</param>
/// <param name="ChangePercent">The same in percent of the mean compared with.</param>
/// <param name="SlopePerDay">How the figure changes per day within the span: the line of least squares. Absent for fewer than three readings or less than a day.</param>
public sealed record TrendFigureAnswer(FigureAnswer? Current = null, FigureAnswer? Compared = null, decimal? Change = null, decimal? ChangePercent = null, decimal? SlopePerDay = null)
{
    internal static TrendFigureAnswer Of(FigureAnswer? current, FigureAnswer? compared, decimal? slope)
    {
        var change = current?.Mean - compared?.Mean;
        return new(current, compared, change, change is { } by && compared is { Mean: not 0 } ? Math.Round(by / Math.Abs(compared.Mean) * 100, 4) : null, slope);
    }
}
