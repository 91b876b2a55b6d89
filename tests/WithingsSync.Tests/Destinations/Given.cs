using WithingsSync.Health;
using WithingsSync.Pipeline.Delivering;
using WithingsSync.Pipeline.Measures;

namespace WithingsSync.Tests.Destinations;

/// <summary>Measure groups and readings as short as a test wants to say them.</summary>
internal static class Given
{
    public static readonly TimeZoneInfo Warsaw = TimeZoneInfo.FindSystemTimeZoneById("Europe/Warsaw");

    public static readonly DateTimeOffset Morning = new(2026, 1, 1, 9, 0, 0, TimeSpan.Zero);

    /// <summary>A group whose id is its own, stored a minute after it was measured.</summary>
    public static MeasureGroup Group(long id, DateTimeOffset at, params Measure[] measures) =>
        new(id, at, measures) { CreatedAt = at.AddMinutes(1), ModifiedAt = at.AddMinutes(1) };

    public static MeasureGroup Weight(long id, DateTimeOffset at, long grams = 80_500) => Group(id, at, new Measure(MeasureType.Weight, grams, -3));

    public static MeasureGroup BloodPressure(long id, DateTimeOffset at, int systolic = 125, int diastolic = 80, int pulse = 61) =>
        Group(id, at, new Measure(MeasureType.Diastolic, diastolic, 0), new Measure(MeasureType.Systolic, systolic, 0), new Measure(MeasureType.HeartPulse, pulse, 0));

    public static Readings Readings(params MeasureGroup[] groups) => new(groups, new Heights(groups), withBloodPressure: true);
}
