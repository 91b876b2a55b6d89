namespace WithingsSync.Simulator.Withings;

/// <summary>How the daily lists are asked for: two local days, or <c>lastupdate</c> (sections 5.1, 6.2).</summary>
internal readonly record struct DayWindow(DateOnly? First, DateOnly? Last, long? LastUpdate)
{
    /// <exception cref="RefusedException">Neither is complete.</exception>
    public static DayWindow Of(Parameters asked)
    {
        var window = new DayWindow(asked.Day("startdateymd"), asked.Day("enddateymd"), asked.Number("lastupdate"));
        return window.LastUpdate is not null || (window.First is not null && window.Last is not null) ? window : throw RefusedException.MissingParams();
    }

    /// <summary>SIM: sections 5.1 and 6.2 allow only one of the two; when a client sends both, both have to hold, as with getmeas.</summary>
    public bool Holds(Call call, DateOnly date, long modified) => !(date < First) && !(date > Last) && call.ChangedSince(LastUpdate, modified);
}
