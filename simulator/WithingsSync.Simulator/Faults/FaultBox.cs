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

    internal InjectedFault? Take(string path, string? action, bool continues) =>
        Take(f => f.Kind < FaultKind.RateLimited && Fits(f, path, null, action)

            // An empty page in the middle needs a call that asks for a further page.
            && (f.Kind != FaultKind.EmptyPage || continues));

    /// <summary>For Garmin and TrainerRoad, which know nothing of Withings' envelopes.</summary>
    internal InjectedFault? TakeOnWire(string path, string route, string method) =>
        Take(f => f.Kind is not (FaultKind.Status or FaultKind.NoBody or FaultKind.StuckOffset or FaultKind.EmptyPage or FaultKind.NoRows) && Fits(f, path, route, method));

    private static bool Fits(Fault fault, string path, string? route, string? action) =>
        (fault.Path is not { } wanted || wanted == path || wanted == route || (wanted.EndsWith('*') && path.StartsWith(wanted[..^1], StringComparison.Ordinal)))
        && (fault.Action is null || fault.Action == action);

    private InjectedFault? Take(Predicate<Fault> fits)
    {
        lock (_gate)
        {
            var now = _clock.UtcNow;
            var found = _all.Find(f => f.Left > 0 && !(f.Ends <= now) && fits(f.Fault));
            if (found is not null)
            {
                found.Left--;
            }

            return found;
        }
    }
}
