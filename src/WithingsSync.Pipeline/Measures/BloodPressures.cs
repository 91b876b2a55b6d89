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
                if (Of(group) is { } reading)
                {
                    readings.Add(reading);
                }
            }
        }

        return readings;
    }

    /// <summary>The reading that a group holds; null when it lacks one of the pressures or is an objective.</summary>
    public static BloodPressure? Of(MeasureGroup group) =>
        !group.IsObjective && Moment.Value(group, MeasureType.Systolic) is > 0 and { } systolic && Moment.Value(group, MeasureType.Diastolic) is > 0 and { } diastolic
            ? new(group.MeasuredAt, new(systolic), new(diastolic))
            {
                HeartRate = Moment.Value(group, MeasureType.HeartPulse) is { } pulse ? new BeatsPerMinute(pulse) : null,
                Attribution = group.Attribution,
                Model = group.Model,
            }
            : null;

    /// <summary>Whether a group is a reading of its own.</summary>
    internal static bool IsIn(MeasureGroup group) => Moment.Value(group, MeasureType.Systolic) is > 0 && Moment.Value(group, MeasureType.Diastolic) is > 0;
}
