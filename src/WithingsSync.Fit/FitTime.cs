namespace WithingsSync.Fit;

/// <summary>
/// FIT's count of time: whole seconds since 1989-12-31T00:00:00Z in 32 bits (profile type date_time). Counts below 0x10000000 mean
/// "seconds since the device was switched on", so the earliest instant that can be told is 1998-07-03T21:24:16Z.
/// </summary>
public static class FitTime
{
    /// <summary>Unix seconds of FIT's second 0.</summary>
    public const long Epoch = 631_065_600;

    /// <summary>The first instant that is not read as time since power on.</summary>
    public static readonly DateTimeOffset Earliest = DateTimeOffset.FromUnixTimeSeconds(Epoch + FirstInstant);

    /// <summary>The last instant: one second before the count that means "invalid".</summary>
    public static readonly DateTimeOffset Latest = DateTimeOffset.FromUnixTimeSeconds(Epoch + uint.MaxValue - 1);

    private const uint FirstInstant = 0x10000000;

    /// <summary>The count for an instant, fractions of a second cut off; false when FIT cannot tell that instant.</summary>
    public static bool TryFrom(DateTimeOffset instant, out uint seconds)
    {
        var count = instant.ToUnixTimeSeconds() - Epoch;
        var fits = count is >= FirstInstant and < uint.MaxValue;
        seconds = fits ? (uint)count : uint.MaxValue;
        return fits;
    }

    /// <summary>The instant of a count; null for "invalid" and for a time since power on.</summary>
    public static DateTimeOffset? ToInstant(uint seconds) =>
        seconds is >= FirstInstant and < uint.MaxValue ? DateTimeOffset.FromUnixTimeSeconds(Epoch + seconds) : null;
}
