using WithingsSync.Health;

namespace WithingsSync.Pipeline.Measures;

/// <summary>Reads weighings out of measure groups.</summary>
public static class Weighings
{
    /// <summary>One weighing for each moment with a weight above zero, oldest first.</summary>
    public static IReadOnlyList<Weighing> From(IReadOnlyList<Moment> moments, Heights heights)
    {
        var weighings = new List<Weighing>(moments.Count);
        foreach (var moment in moments)
        {
            if (From(moment, heights) is { } weighing)
            {
                weighings.Add(weighing);
            }
        }

        return weighings;
    }

    /// <summary>The weighing of one moment; null when nobody's weight was taken then.</summary>
    public static Weighing? From(Moment moment, Heights heights)
    {
        if (moment.GroupWith(MeasureType.Weight) is not { } group || Moment.Value(group, MeasureType.Weight) is not { } weight || weight <= 0)
        {
            return null;
        }

        return new Weighing(moment.At, new(weight))
        {
            FatRatio = moment.Find(MeasureType.FatRatio) is { } fat ? new Percent(fat) : null,
            FatMass = Mass(moment, MeasureType.FatMass),
            FatFreeMass = Mass(moment, MeasureType.FatFreeMass),
            MuscleMass = Mass(moment, MeasureType.MuscleMass),
            Hydration = Mass(moment, MeasureType.Hydration),
            BoneMass = Mass(moment, MeasureType.BoneMass),
            VisceralFat = moment.Find(MeasureType.VisceralFat),
            BasalMetabolicRate = moment.Find(MeasureType.BasalMetabolicRate) is { } rate ? new KilocaloriesPerDay(rate) : null,
            MetabolicAge = moment.Find(MeasureType.MetabolicAge),
            HeartRate = moment.Find(MeasureType.HeartPulse) is { } pulse ? new BeatsPerMinute(pulse) : null,
            PulseWaveVelocity = moment.Find(MeasureType.PulseWaveVelocity) is { } speed ? new MetresPerSecond(speed) : null,
            Height = heights.At(moment.At),
            Attribution = group.Attribution,
            Model = group.Model,
        };
    }

    private static Kilograms? Mass(Moment moment, int type) => moment.Find(type) is { } mass ? new Kilograms(mass) : null;
}
