using WithingsSync.Health;
using WithingsSync.Pipeline.Measures;

namespace WithingsSync.Pipeline.Delivering;

/// <summary>The measures of a window, as every destination sees them.</summary>
public sealed class Readings
{
    /// <param name="groups">All living groups of the window.</param>
    /// <param name="heights">The person's heights, of any time.</param>
    /// <param name="withBloodPressure">Whether the person asked for blood pressure too.</param>
    public Readings(IReadOnlyList<MeasureGroup> groups, Heights heights, bool withBloodPressure)
    {
        Moments = Moment.From(groups);
        Heights = heights;
        WithBloodPressure = withBloodPressure;
        Weighings = Measures.Weighings.From(Moments, heights);
        BloodPressures = withBloodPressure ? Measures.BloodPressures.From(Moments) : [];
    }

    public IReadOnlyList<Moment> Moments { get; }

    public Heights Heights { get; }

    public bool WithBloodPressure { get; }

    public IReadOnlyList<Weighing> Weighings { get; }

    /// <summary>Empty unless asked for.</summary>
    public IReadOnlyList<BloodPressure> BloodPressures { get; }
}
