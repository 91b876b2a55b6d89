using WithingsSync.Simulator.World;

namespace WithingsSync.Simulator.Garmin;

/// <summary>The limit at the sign-in: for each client id and account, and renewed by every try while it lasts (section 1.10).</summary>
internal sealed class Penalties(SimulatorClock clock)
{
    /// <summary>The widget has no client id, and a bucket of its own.</summary>
    public const string Widget = "widget";

    private readonly Dictionary<(string ClientId, string Username), (DateTimeOffset Ends, TimeSpan Length)> _all = [];

    public void Begin(string clientId, string username, TimeSpan length) => _all[(clientId, username)] = (clock.UtcNow + length, length);

    public DateTimeOffset? EndOf(string clientId, string username) =>
        _all.TryGetValue((clientId, username), out var penalty) && penalty.Ends > clock.UtcNow ? penalty.Ends : null;

    /// <summary>Whether a try is kept out; if so, the penalty begins anew.</summary>
    public bool KeepsOut(string clientId, string username)
    {
        if (EndOf(clientId, username) is null)
        {
            return false;
        }

        Begin(clientId, username, _all[(clientId, username)].Length);
        return true;
    }

    public void Clear() => _all.Clear();
}
