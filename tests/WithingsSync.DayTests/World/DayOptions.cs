namespace WithingsSync.DayTests.World;

/// <summary>What is simulated.</summary>
/// <param name="People">How many are connected.</param>
/// <param name="Signing">The server's setting of that name.</param>
internal sealed record DayOptions(int People, string Signing)
{
    /// <summary>The zone everybody lives in.</summary>
    public string Zone { get; init; } = "Europe/Paris";

    /// <summary>The first day that is lived through; connections are made the noon before.</summary>
    public DateOnly FirstDay { get; init; } = new(2026, 11, 17);

    /// <summary>How many days; the last one is counted.</summary>
    public int Days { get; init; } = 2;

    /// <summary>How many days everybody lived before they connected.</summary>
    public int HistoryDays { get; init; }

    /// <summary>What happens follows from this number and the date.</summary>
    public int Seed { get; init; } = 1;

    public TimeZoneInfo ZoneInfo => TimeZoneInfo.FindSystemTimeZoneById(Zone);
}
