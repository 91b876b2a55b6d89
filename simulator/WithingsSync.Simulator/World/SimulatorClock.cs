namespace WithingsSync.Simulator.World;

/// <summary>The simulator's own time: an offset over the time it was given.</summary>
internal sealed class SimulatorClock(TimeProvider time)
{
    public TimeSpan Offset { get; set; }

    public DateTimeOffset UtcNow => time.GetUtcNow() + Offset;

    /// <summary>Unix seconds, as everything at Withings is counted.</summary>
    public long Now => UtcNow.ToUnixTimeSeconds();
}
