using WithingsSync.Health;

namespace WithingsSync.Pipeline.Measures;

/// <summary>
/// All real measures of one second, whichever groups they came in: a weigh-in of a Body Cardio is three groups (withings-api.md §4.5).
/// Objectives stay out. Groups stand latest modified first, so that the first hit for a type is the one that counts.
/// </summary>
public sealed class Moment
{
    private Moment(DateTimeOffset at, IReadOnlyList<MeasureGroup> groups)
    {
        At = at;
        Groups = groups;
    }

    public DateTimeOffset At { get; }

    public IReadOnlyList<MeasureGroup> Groups { get; }

    /// <summary>The groups' moments, oldest first.</summary>
    public static IReadOnlyList<Moment> From(IReadOnlyList<MeasureGroup> groups)
    {
        var sorted = new List<MeasureGroup>(groups.Count);
        foreach (var group in groups)
        {
            if (!group.IsObjective)
            {
                sorted.Add(group);
            }
        }

        sorted.Sort(static (a, b) =>
            a.MeasuredAt != b.MeasuredAt ? a.MeasuredAt.CompareTo(b.MeasuredAt)
            : a.ModifiedAt != b.ModifiedAt ? b.ModifiedAt.CompareTo(a.ModifiedAt)
            : b.GroupId.CompareTo(a.GroupId));

        var moments = new List<Moment>(sorted.Count);
        for (var start = 0; start < sorted.Count;)
        {
            var end = start + 1;
            while (end < sorted.Count && sorted[end].MeasuredAt == sorted[start].MeasuredAt)
            {
                end++;
            }

            moments.Add(new(sorted[start].MeasuredAt, sorted.GetRange(start, end - start)));
            start = end;
        }

        return moments;
    }

    /// <summary>The whole-body measure of a type, exact; null when absent or not expressible as a decimal.</summary>
    public decimal? Find(int type) => GroupWith(type) is { } group ? Value(group, type) : null;

    /// <summary>The group whose whole-body measure of a type counts.</summary>
    public MeasureGroup? GroupWith(int type)
    {
        foreach (var group in Groups)
        {
            if (Value(group, type) is not null)
            {
                return group;
            }
        }

        return null;
    }

    internal static decimal? Value(MeasureGroup group, int type)
    {
        foreach (var measure in group.Measures)
        {
            if (measure.Type == type && BodyPosition.IsWhole(measure.Position))
            {
                return measure.Number.ToDecimal();
            }
        }

        return null;
    }
}
