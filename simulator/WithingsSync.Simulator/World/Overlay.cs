using WithingsSync.Simulator.Bodies;

namespace WithingsSync.Simulator.World;

/// <summary>What was done to a person's data from outside: readings added, changed, taken away. Kept in the data folder.</summary>
internal sealed class Overlay
{
    public List<MeasureGroup> Groups { get; init; } = [];

    /// <summary>Later versions of groups, in the order they were made.</summary>
    public List<MeasureGroup> Edits { get; init; } = [];

    public HashSet<long> DeletedGroups { get; init; } = [];

    public HashSet<long> DeletedWorkouts { get; init; } = [];

    public bool IsDeleted(long group) => DeletedGroups.Contains(group);
}
