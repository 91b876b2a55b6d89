using WithingsSync.Health;

namespace WithingsSync.Pipeline.Measures;

/// <summary>Reads blood pressures out of measure groups.</summary>
public static class BloodPressures
{
    /// <summary>
    /// One reading for each group with both pressures above zero, oldest first: two cuffs in one second are two readings, and a weight in the
    /// same second hides none.
    /// </summary>
    public static IReadOnlyList<BloodPressure> From(IReadOnlyList<Moment> moments)
    {
        var readings = new List<BloodPressure>();
        foreach (var moment in moments)
        {
            foreach (var group in moment.Groups)
            {
                if (Moment.Value(group, MeasureType.Systolic) is > 0 and { } systolic && Moment.Value(group, MeasureType.Diastolic) is > 0 and { } diastolic)
                {
                    readings.Add(new BloodPressure(moment.At, new(systolic), new(diastolic))
                    {
                        HeartRate = Moment.Value(group, MeasureType.HeartPulse) is { } pulse ? new BeatsPerMinute(pulse) : null,
                        Attribution = group.Attribution,
                        Model = group.Model,
                    });
                }
            }
        }

        return readings;
    }

    /// <summary>Whether a group is a reading of its own.</summary>
    internal static bool IsIn(MeasureGroup group) => Moment.Value(group, MeasureType.Systolic) is > 0 && Moment.Value(group, MeasureType.Diastolic) is > 0;
}
