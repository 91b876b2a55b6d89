using WithingsSync.Mcp.Asking;

namespace WithingsSync.Mcp.Answers;

/// <summary>A range as it was understood: both ends are included.</summary>
/// <param name="Start">The first moment, with the person's offset from UTC.</param>
/// <param name="End">The last moment.</param>
/// <param name="TimeZone">The IANA zone whose days are meant.</param>
public sealed record RangeAnswer(DateOnly FirstDay, DateOnly LastDay, DateTimeOffset Start, DateTimeOffset End, string TimeZone)
{
    public static RangeAnswer From(AskedRange range) =>
        new(range.FirstDay, range.LastDay, TimeZoneInfo.ConvertTime(range.From, range.Zone), TimeZoneInfo.ConvertTime(range.To, range.Zone), range.Zone.Id);
}
