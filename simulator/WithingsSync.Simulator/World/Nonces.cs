namespace WithingsSync.Simulator.World;

/// <summary>Nonces live half an hour, serve once, and belong to one application (sections 2.3 and 3).</summary>
internal sealed class Nonces(SimulatorClock clock)
{
    public const int LifeSeconds = 1_800;
    private readonly Dictionary<string, Nonce> _living = new(StringComparer.Ordinal);
    private readonly Queue<string> _oldestFirst = new();

    public string New(string clientId)
    {
        // All live equally long, so the oldest die first.
        while (_oldestFirst.TryPeek(out var oldest) && (!_living.TryGetValue(oldest, out var nonce) || nonce.Dies < clock.Now))
        {
            _living.Remove(_oldestFirst.Dequeue());
        }

        var value = Grants.NewToken();
        _living[value] = new(clientId, clock.Now + LifeSeconds);
        _oldestFirst.Enqueue(value);
        return value;
    }

    /// <summary>Whether it was good. Whatever the rest of the call is like, a nonce that its own application has shown is used up.</summary>
    public bool Spend(string clientId, string nonce) =>
        _living.TryGetValue(nonce, out var known) && known.ClientId == clientId && _living.Remove(nonce) && known.Dies >= clock.Now;

    private sealed record Nonce(string ClientId, long Dies);
}
