using WithingsSync.Health;
using WithingsSync.Pipeline.Delivering;
using WithingsSync.Pipeline.Measures;

namespace WithingsSync.Tests.Pipeline.Delivering;

/// <summary>Readings of a November, said in a line.</summary>
internal static class SomeReadings
{
    public static readonly DateTimeOffset Midnight = new(2026, 11, 10, 0, 0, 0, TimeSpan.Zero);

    public static DateTimeOffset At(int day, int hour = 7) => new(2026, 11, day, hour, 0, 0, TimeSpan.Zero);

    /// <param name="at">When it was measured.</param>
    /// <param name="kilograms">Kept to a gram.</param>
    /// <param name="fat">Per cent, or none.</param>
    /// <param name="attribution">Who took it.</param>
    /// <param name="arrived">When the source had it; as it was measured when left out.</param>
    public static MeasureGroup WeightGroup(DateTimeOffset at, decimal kilograms, decimal? fat = null, int attribution = 0, DateTimeOffset? arrived = null)
    {
        var measures = new List<Measure> { new(MeasureType.Weight, (long)(kilograms * 1000), -3) };
        if (fat is { } percent)
        {
            measures.Add(new(MeasureType.FatRatio, (long)(percent * 1000), -3));
        }

        return new(at.ToUnixTimeSeconds(), at, measures) { Attribution = attribution, CreatedAt = arrived ?? at, ModifiedAt = arrived ?? at };
    }

    public static MeasureGroup PressureGroup(DateTimeOffset at, int systolic, int diastolic, int pulse) =>
        new(at.ToUnixTimeSeconds() + 1, at, [new(MeasureType.Systolic, systolic, 0), new(MeasureType.Diastolic, diastolic, 0), new(MeasureType.HeartPulse, pulse, 0)]) { CreatedAt = at, ModifiedAt = at };

    public static IReadOnlyList<Reading> Readings(params MeasureGroup[] groups) => Reading.From(Moment.From(groups), new Heights([]));

    public static Reading Weight(DateTimeOffset at, decimal kilograms, decimal? fat = null, int attribution = 0, DateTimeOffset? arrived = null) =>
        Readings(WeightGroup(at, kilograms, fat, attribution, arrived))[0];

    public static Delivery Row(Reading reading, DeliveryState state, string? reason = null) => new(reading.Id, reading.Figures, state) { Reason = reason };
}
