namespace WithingsSync.Pipeline.Measures;

/// <summary>Names of the states of sleep (withings-api.md §6.1).</summary>
public static class SleepStates
{
    /// <summary>A name for any state: <c>state_9</c> for one not known yet.</summary>
    public static string Name(int state) => state switch
    {
        0 => "awake",
        1 => "light",
        2 => "deep",
        3 => "rem",
        4 => "manual",
        5 => "unspecified",
        15 => "out_of_bed",
        _ => $"state_{state}",
    };
}
