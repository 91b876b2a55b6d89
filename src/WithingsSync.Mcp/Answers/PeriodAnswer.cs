namespace WithingsSync.Mcp.Answers;

/// <summary>The figures of one day, week or month.</summary>
/// <param name="FirstDay">Of the period; a week begins on Monday. Days outside of the range are not counted.</param>
/// <param name="Count">How many readings, days or nights it summarises.</param>
public sealed record PeriodAnswer(DateOnly FirstDay, DateOnly LastDay, int Count, IReadOnlyDictionary<string, FigureAnswer> Figures);

/// <summary>One figure over a period.</summary>
/// <param name="Total">The sum, for figures that add up, such as steps; absent for others.</param>
public sealed record FigureAnswer(int Count, decimal Mean, decimal Min, decimal Max, decimal? Total = null);
