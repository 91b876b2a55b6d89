using System.Globalization;

namespace WithingsSync.Pipeline.Delivering;

/// <summary>
/// Which reading: a kind and a second. A destination knows a reading by nothing else, and Withings gives one weigh-in as several groups of one second
/// (withings-api.md §4.5).
/// </summary>
public readonly record struct ReadingId(ReadingKind Kind, DateTimeOffset MeasuredAt)
{
    /// <summary>As a person types it: <c>w1767250810</c> for a weight, <c>b1767250810</c> for a blood pressure, with the unix second.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(Kind == ReadingKind.Weight ? 'w' : 'b')}{MeasuredAt.ToUnixTimeSeconds()}");

    public static bool TryParse(string text, out ReadingId id)
    {
        id = default;
        ReadingKind? kind = text is ['w' or 'W', ..] ? ReadingKind.Weight : text is ['b' or 'B', ..] ? ReadingKind.BloodPressure : null;
        if (kind is null || text is [_, '+', ..] || !long.TryParse(text.AsSpan(1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var second) || second is < -62135596800 or > 253402300799)
        {
            return false;
        }

        id = new(kind.Value, DateTimeOffset.FromUnixTimeSeconds(second));
        return true;
    }
}
