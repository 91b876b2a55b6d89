namespace WithingsSync.Withings.Api;

/// <summary>Counts what several callers do at once.</summary>
internal sealed class Tally
{
    private int _count;

    public int Count => Volatile.Read(ref _count);

    public void Add() => Interlocked.Increment(ref _count);
}
