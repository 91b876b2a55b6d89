namespace WithingsSync.Simulator.Bodies;

/// <summary>A day where a person lives, from midnight to midnight in Unix seconds: 23, 24 or 25 hours.</summary>
internal readonly struct LocalDay(DateOnly date, TimeZoneInfo zone)
{
    public DateOnly Date { get; } = date;

    public long Start { get; } = Midnight(date, zone);

    public long End => Midnight(Date.AddDays(1), zone);

    /// <summary>So many minutes after midnight; on the two days when the clock changes, an hour beside the wall clock.</summary>
    public long At(double minute) => Start + (long)(minute * 60);

    public static DateOnly Of(long instant, TimeZoneInfo zone) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeSeconds(instant), zone).DateTime);

    private static long Midnight(DateOnly date, TimeZoneInfo zone)
    {
        var midnight = date.ToDateTime(TimeOnly.MinValue);
        while (zone.IsInvalidTime(midnight))
        {
            midnight = midnight.AddMinutes(30);
        }

        return new DateTimeOffset(midnight, zone.GetUtcOffset(midnight)).ToUnixTimeSeconds();
    }
}
