namespace WithingsSync.Storage.Records.Days;

/// <summary>The natural key of a record within its kind: the second it begins, and the device, empty when the source names none.</summary>
internal readonly record struct DayKey(long At, string Device)
{
    private const int SecondsADay = 86_400;

    /// <summary>The UTC day, counted from 1970-01-01.</summary>
    public int Day => DayOf(At);

    public static DayKey Of(DateTimeOffset at, string? device) => new(at.ToUnixTimeSeconds(), device ?? string.Empty);

    /// <summary>The UTC day of a second since 1970, counted from 1970-01-01; negative before.</summary>
    public static int DayOf(long second) => (int)Math.Floor(second / (decimal)SecondsADay);

    /// <summary>The order in which records are read: by second, then by device. Negative when this one comes before the other.</summary>
    public int Compare(DayKey other) => At != other.At ? At.CompareTo(other.At) : string.CompareOrdinal(Device, other.Device);
}
