using WithingsSync.Health;

namespace WithingsSync.Destinations.Export;

/// <summary>What the curves of a stage of sleep say of one moment.</summary>
/// <param name="At">Unix seconds.</param>
/// <param name="Values">A figure for each curve that has a value then, under the curve's name.</param>
internal readonly record struct SleepCurveRow(SleepSegment Segment, long At, Metrics Values)
{
    /// <summary>The moments of a segment's curves, oldest first.</summary>
    public static IEnumerable<SleepCurveRow> Of(SleepSegment segment)
    {
        var moments = new SortedDictionary<long, List<Metric>>();
        foreach (var curve in segment.Curves)
        {
            for (var i = 0; i < curve.Times.Count; i++)
            {
                if (!moments.TryGetValue(curve.Times[i], out var values))
                {
                    moments[curve.Times[i]] = values = new(segment.Curves.Count);
                }

                values.Add(new(curve.Name, curve.Values[i], null));
            }
        }

        return moments.Select(moment => new SleepCurveRow(segment, moment.Key, new(moment.Value)));
    }
}
