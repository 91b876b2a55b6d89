namespace WithingsSync.Storage.Server;

/// <summary>One gate for each name, made when somebody comes and gone with the last.</summary>
internal sealed class KeyedGates
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Gate> _gates = new(StringComparer.Ordinal);

    /// <summary>Enters, or waits until it can.</summary>
    public async Task EnterAsync(string name, CancellationToken cancellationToken)
    {
        var gate = Come(name);
        try
        {
            await gate.Door.WaitAsync(cancellationToken);
        }
        catch
        {
            Go(name, gate);
            throw;
        }
    }

    public bool TryEnter(string name)
    {
        var gate = Come(name);
        if (gate.Door.Wait(TimeSpan.Zero, CancellationToken.None))
        {
            return true;
        }

        Go(name, gate);
        return false;
    }

    public void Leave(string name)
    {
        Gate gate;
        lock (_lock)
        {
            gate = _gates[name];
        }

        gate.Door.Release();
        Go(name, gate);
    }

    private Gate Come(string name)
    {
        lock (_lock)
        {
            if (!_gates.TryGetValue(name, out var gate))
            {
                _gates.Add(name, gate = new());
            }

            gate.People++;
            return gate;
        }
    }

    private void Go(string name, Gate gate)
    {
        lock (_lock)
        {
            if (--gate.People == 0)
            {
                _gates.Remove(name);
                gate.Door.Dispose();
            }
        }
    }

    private sealed class Gate
    {
        public SemaphoreSlim Door { get; } = new(1, 1);

        public int People { get; set; }
    }
}
