using WithingsSync.Health;

namespace WithingsSync.Pipeline.Pulling;

/// <summary>What a pull needs to know of any record: which one it is at the source, and when it last changed there (0 where that is not said).</summary>
internal static class Keys
{
    public static long Of(HealthRecord record) => record switch
    {
        MeasureGroup group => group.GroupId,
        Workout workout => workout.WorkoutId,
        SleepNight night => night.NightId,
        SleepSegment segment => segment.StartedAt.ToUnixTimeSeconds(),
        _ => 0,
    };

    /// <summary>Unix seconds of the source's clock.</summary>
    public static long Modified(HealthRecord record) => record switch
    {
        MeasureGroup group => group.ModifiedAt.ToUnixTimeSeconds(),
        ActivityDay day => day.ModifiedAt?.ToUnixTimeSeconds() ?? 0,
        Workout workout => workout.ModifiedAt?.ToUnixTimeSeconds() ?? 0,
        SleepNight night => night.ModifiedAt?.ToUnixTimeSeconds() ?? 0,
        _ => 0,
    };
}
