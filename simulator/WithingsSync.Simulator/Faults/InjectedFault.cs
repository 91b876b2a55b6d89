namespace WithingsSync.Simulator.Faults;

/// <summary>A fault that has been set: how often it struck, and how to end it.</summary>
public sealed class InjectedFault
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _hits;

    internal InjectedFault(int id, Fault fault, DateTimeOffset? ends)
    {
        Id = id;
        Fault = fault;
        Ends = ends;
        Left = fault.Times ?? (fault.For is null ? 1 : int.MaxValue);
    }

    public int Id { get; }

    public Fault Fault { get; }

    /// <summary>Calls struck so far.</summary>
    public int Hits => Volatile.Read(ref _hits);

    /// <summary>Done when the first call has been struck: for <see cref="FaultKind.Hold"/>, when the work is done and the answer waits.</summary>
    public Task Reached => _reached.Task;

    internal DateTimeOffset? Ends { get; }

    internal int Left { get; set; }

    internal Task Released => _released.Task;

    /// <summary>Lets the calls go on that hang or are held.</summary>
    public void Release() => _released.TrySetResult();

    internal void Strike()
    {
        Interlocked.Increment(ref _hits);
        _reached.TrySetResult();
    }
}
