using WithingsSync.Simulator.World;

namespace WithingsSync.Simulator.Withings;

/// <summary>The two things that answer 601 (section 11): too many calls of an application, and the same call again too soon.</summary>
internal sealed class Limits(SimulatorClock clock)
{
    private const int RepeatSeconds = 10;
    private readonly Dictionary<string, Queue<DateTimeOffset>> _calls = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> _seen = new(StringComparer.Ordinal);
    private int _seenBeforeTidying = 4_000;

    public int? RequestsPerMinute { get; set; }

    public bool RefuseRepeats { get; set; }

    /// <summary>SIM: section 11 leaves these open: a sliding minute; token calls count too; a refused call does not.</summary>
    /// <exception cref="RefusedException">The budget of this minute is spent.</exception>
    public void Count(string clientId)
    {
        if (RequestsPerMinute is not { } budget)
        {
            return;
        }

        var now = clock.UtcNow;
        if (!_calls.TryGetValue(clientId, out var calls))
        {
            _calls[clientId] = calls = new();
        }

        while (calls.TryPeek(out var oldest) && oldest <= now.AddMinutes(-1))
        {
            calls.Dequeue();
        }

        if (calls.Count >= budget)
        {
            throw RefusedException.TooManyRequests(SecondsUntil(calls.Peek().AddMinutes(1), now));
        }

        calls.Enqueue(now);
    }

    /// <summary>SIM: section 11 leaves the exact key open: account, call and arguments without the token; the ten seconds run from the call that was let through.</summary>
    /// <exception cref="RefusedException">It was made less than 10 s ago.</exception>
    public void RefuseRepeat(string key)
    {
        if (!RefuseRepeats)
        {
            return;
        }

        var now = clock.UtcNow;
        if (_seen.TryGetValue(key, out var before) && before.AddSeconds(RepeatSeconds) > now && before <= now)
        {
            throw RefusedException.SameArguments(SecondsUntil(before.AddSeconds(RepeatSeconds), now));
        }

        if (_seen.Count > _seenBeforeTidying)
        {
            foreach (var old in _seen.Where(s => s.Value.AddSeconds(RepeatSeconds) <= now).Select(s => s.Key).ToList())
            {
                _seen.Remove(old);
            }

            _seenBeforeTidying = Math.Max(4_000, _seen.Count * 2);
        }

        _seen[key] = now;
    }

    private static int SecondsUntil(DateTimeOffset then, DateTimeOffset now) => (int)Math.Ceiling((then - now).TotalSeconds);
}
