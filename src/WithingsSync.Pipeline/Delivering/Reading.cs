using WithingsSync.Health;
using WithingsSync.Pipeline.Measures;

namespace WithingsSync.Pipeline.Delivering;

/// <summary>One reading as services take it: a weighing with its composition, or a blood pressure.</summary>
public sealed record Reading
{
    private Reading(ReadingId id, Figures figures) => (Id, Figures) = (id, figures);

    public ReadingId Id { get; }

    /// <summary>What was measured and can be delivered, without what is derived (the body mass index, the height).</summary>
    public Figures Figures { get; }

    public Weighing? Weighing { get; private init; }

    public BloodPressure? BloodPressure { get; private init; }

    /// <summary>Who took it (withings-api.md §4.4).</summary>
    public int Attribution { get; private init; }

    public string? Model { get; private init; }

    /// <summary>When the source first had its weight or its pressures: later than measured when a device synchronises late.</summary>
    public DateTimeOffset ArrivedAt { get; private init; }

    /// <summary>
    /// The readings of some moments, oldest first, one for each kind and second: of two blood pressures in one second the later modified counts, as it does
    /// at Withings' other clients.
    /// </summary>
    public static IReadOnlyList<Reading> From(IReadOnlyList<Moment> moments, Heights heights)
    {
        var readings = new List<Reading>(moments.Count);
        foreach (var moment in moments)
        {
            if (Weighings.From(moment, heights) is { } weighing)
            {
                readings.Add(Of(weighing, moment));
            }

            if (BloodPressures.From([moment]) is [var pressure, ..])
            {
                readings.Add(Of(pressure, moment));
            }
        }

        return readings;
    }

    private static Reading Of(Weighing weighing, Moment moment) =>
        new(new(ReadingKind.Weight, moment.At), new(
            (Figures.Weight, weighing.Weight.Value),
            (Figures.Fat, weighing.FatRatio?.Value),
            (Figures.Water, weighing.HydrationRatio?.Value),
            (Figures.Bone, weighing.BoneMass?.Value),
            (Figures.Muscle, weighing.MuscleMass?.Value),
            (Figures.VisceralFat, weighing.VisceralFat),
            (Figures.BasalMetabolicRate, weighing.BasalMetabolicRate?.Value),
            (Figures.MetabolicAge, weighing.MetabolicAge)))
        {
            Weighing = weighing,
            Attribution = weighing.Attribution,
            Model = weighing.Model,
            ArrivedAt = moment.GroupWith(MeasureType.Weight)?.CreatedAt ?? moment.At,
        };

    private static Reading Of(BloodPressure pressure, Moment moment) =>
        new(new(ReadingKind.BloodPressure, moment.At), new(
            (Figures.Systolic, pressure.Systolic.Value),
            (Figures.Diastolic, pressure.Diastolic.Value),
            (Figures.Pulse, pressure.HeartRate?.Value)))
        {
            BloodPressure = pressure,
            Attribution = pressure.Attribution,
            Model = pressure.Model,
            ArrivedAt = moment.Groups.FirstOrDefault(BloodPressures.IsIn)?.CreatedAt ?? moment.At,
        };
}
