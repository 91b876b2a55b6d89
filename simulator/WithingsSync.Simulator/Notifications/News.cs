namespace WithingsSync.Simulator.Notifications;

/// <summary>Something that can be read from <paramref name="At"/> on, and what its notification says besides whose it is.</summary>
internal sealed record News(long At, long UserId, int Appli, long Start, long End, DateOnly? Date = null)
{
    public IEnumerable<KeyValuePair<string, string>> Fields => Date is { } day ? OfDay(day) : OfRange(Start, End);

    /// <summary>Both ends are times of measuring (section 9.4).</summary>
    public static IEnumerable<KeyValuePair<string, string>> OfRange(long start, long end) => [new("startdate", $"{start}"), new("enddate", $"{end}")];

    public static IEnumerable<KeyValuePair<string, string>> OfDay(DateOnly day) =>
        [new("date", day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture))];
}
