namespace WithingsSync.SystemTests.Simulator;

/// <summary>A clock that stands still until a test turns it.</summary>
internal sealed class TurnedClock(DateTimeOffset start) : TimeProvider
{
    private DateTimeOffset _now = start;

    public override DateTimeOffset GetUtcNow() => _now;

    public void Turn(TimeSpan by) => _now += by;
}
