using WithingsSync.Simulator.Bodies;

namespace WithingsSync.Simulator.World;

/// <summary>What was done to a person's data from outside: readings added, changed, taken away. Kept in the data folder.</summary>
internal sealed class Overlay
{
    public List<MeasureGroup> Groups { get; init; } = [];

    /// <summary>Later versions of groups, in the order they were made.</summary>
    public List<MeasureGroup> Edits { get; init; } = [];

    /// <summary>Nights in the order they were made, later versions after earlier ones.</summary>
    public List<Night> Nights { get; init; } = [];

    public List<Workout> Workouts { get; init; } = [];

    public List<HeartRecording> Hearts { get; init; } = [];

    /// <summary>Samples of the watch, by the day they count for.</summary>
    public Dictionary<DateOnly, MovedByHand> Moved { get; init; } = [];

    public HashSet<long> DeletedGroups { get; init; } = [];

    public HashSet<long> DeletedWorkouts { get; init; } = [];

    public bool IsDeleted(long group) => DeletedGroups.Contains(group);
}

/// <summary>What somebody moved on one day, in any order, and when Withings last heard of it.</summary>
internal sealed class MovedByHand
{
    public long Modified { get; set; }

    public List<IntradaySample> Samples { get; init; } = [];
}
