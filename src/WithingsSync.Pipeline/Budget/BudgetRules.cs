namespace WithingsSync.Pipeline.Budget;

/// <summary>
/// How the budget is shared out. Requests that are not interactive leave in an even flow: a burst of the whole budget would leave a minute's gap behind it, in which
/// an authorisation code dies.
/// </summary>
public sealed record BudgetRules
{
    public static readonly BudgetRules Default = new();

    /// <summary>Never more than so many requests in any 60 seconds (withings-api.md §11).</summary>
    public int PerMinute { get; init; } = 120;

    /// <summary>How long a place stays taken: a minute, and what the way to Withings may differ between two requests.</summary>
    public TimeSpan Hold { get; init; } = TimeSpan.FromSeconds(60.5);

    /// <summary>So many places only the application's own calls in <see cref="Lane.Interactive"/> may take.</summary>
    public int Reserve { get; init; } = 4;

    /// <summary>So many notifications may run ahead of the even flow while the minute is half empty: with the flow, some thirty in ten seconds.</summary>
    public int QuietBurst { get; init; } = 12;

    /// <summary>So many notifications may run ahead of the even flow when the minute is fuller; the gap behind them is under five seconds.</summary>
    public int BusyBurst { get; init; } = 6;

    /// <summary>So many of the other lanes may, which only makes up for a late waking: about twenty in ten seconds.</summary>
    public int BackgroundBurst { get; init; } = 2;

    /// <summary>Who has waited so long rises a lane, and another one after as long again; never to <see cref="Lane.Interactive"/>.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>Places that are open to all lanes.</summary>
    public int Shared => Math.Max(1, PerMinute - Math.Min(Reserve, PerMinute / 2));

    /// <summary>The even flow, a little faster than the places come free so that no place stays empty.</summary>
    public TimeSpan Interval => Hold / Shared * 0.98;
}
