using WithingsSync.Simulator.World;

namespace WithingsSync.Simulator.Faults;

/// <summary>The faults that are set. The first that fits a call strikes it, in the order they were injected.</summary>
public sealed class FaultBox
{
    private readonly Lock _gate = new();
    private readonly List<InjectedFault> _all = [];
    private readonly SimulatorClock _clock;

    internal FaultBox(SimulatorClock clock) => _clock = clock;

    public IReadOnlyList<InjectedFault> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _all];
            }
        }
    }

    public InjectedFault Inject(Fault fault)
    {
        lock (_gate)
        {
            var injected = new InjectedFault(_all.Count + 1, fault, _clock.UtcNow + fault.For);
            _all.Add(injected);
            return injected;
        }
    }

    /// <summary>Ends every fault and releases whatever waits.</summary>
    public void Clear()
    {
        foreach (var fault in All)
        {
            fault.Left = 0;
            fault.Release();
        }
    }

    internal InjectedFault? Take(string path, string? action, bool continues)
    {
        lock (_gate)
        {
            var now = _clock.UtcNow;
            var found = _all.Find(f =>
                f.Left > 0 && !(f.Ends <= now)
                && (f.Fault.Path is null || f.Fault.Path == path)
                && (f.Fault.Action is null || f.Fault.Action == action)

                // An empty page in the middle needs a call that asks for a further page.
                && (f.Fault.Kind != FaultKind.EmptyPage || continues));
            if (found is not null)
            {
                found.Left--;
            }

            return found;
        }
    }
}
