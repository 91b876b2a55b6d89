namespace WithingsSync.Simulator.Withings;

/// <summary>The most calls in any 60 seconds, exactly: calls of the same instant are one entry, and entries older than a minute are dropped.</summary>
internal sealed class BusiestMinute
{
    private readonly Queue<(DateTimeOffset At, int Calls)> _earlier = new();
    private (DateTimeOffset At, int Calls) _latest;
    private int _calls;

    public int Most { get; private set; }

    public void Add(DateTimeOffset at)
    {
        if (at != _latest.At)
        {
            _earlier.Enqueue(_latest);
            _latest = (at, 0);
        }

        _latest.Calls++;
        _calls++;
        while (_earlier.TryPeek(out var oldest) && oldest.At <= at.AddMinutes(-1))
        {
            _calls -= _earlier.Dequeue().Calls;
        }

        Most = Math.Max(Most, _calls);
    }
}
