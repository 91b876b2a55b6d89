using System.Globalization;

namespace WithingsSync.Destinations.JsonFile;

/// <summary>
/// The keys of the JSON file: local date and time. When the clock goes back two instants share one local time; the later one's key then
/// carries its UTC offset (<c>2026-10-25 02:30:00+01:00</c>), so that neither overwrites the other.
/// </summary>
internal sealed class LocalKeys(TimeZoneInfo zone)
{
    private readonly HashSet<long> _given = [];

    /// <summary>The key of an instant; instants come oldest first and each once.</summary>
    public string Next(DateTimeOffset instant)
    {
        var local = TimeZoneInfo.ConvertTime(instant, zone);
        return local.ToString(_given.Add(local.DateTime.Ticks) ? "yyyy-MM-dd HH:mm:ss" : "yyyy-MM-dd HH:mm:sszzz", CultureInfo.InvariantCulture);
    }
}
