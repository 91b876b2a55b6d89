namespace WithingsSync.Withings.Signing;

/// <summary>
/// The times that requests for nonces are signed with. Two calls with the same arguments within ten seconds are refused (withings-api.md §11), and the time is all in
/// which two such requests differ. Several processes of one application ask too: each keeps to every eighth second, beginning where chance says, and moves to another
/// eighth when it meets somebody there.
/// </summary>
internal sealed class Timestamps
{
    /// <summary>Into so many parts the seconds are divided.</summary>
    public const int Parts = 8;

    /// <summary>The guard's ten seconds, and some for the way there.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(15);

    /// <summary>Older than this none is taken while there is a younger one in another part: how far a clock may be off is not written anywhere.</summary>
    private const int OldestSeconds = 120;

    private readonly TimeProvider _time;
    private readonly Lock _gate = new();

    /// <summary>When the request with that second was answered; null while it is under way, which includes its wait for the budget.</summary>
    private readonly Dictionary<long, long?> _usedAt = [];
    private int _part;

    /// <param name="part">Where this process begins, from 0 to 7.</param>
    public Timestamps(TimeProvider time, int part) => (_time, _part) = (time, part);

    /// <summary>The latest second of this process's part, in Unix time, that was not used a moment ago: the caller's alone until <see cref="Done"/>.</summary>
    public long Next()
    {
        lock (_gate)
        {
            foreach (var (used, at) in _usedAt)
            {
                if (at is { } answered && _time.GetElapsedTime(answered) > Remembered)
                {
                    _usedAt.Remove(used);
                }
            }

            var now = _time.GetUtcNow().ToUnixTimeSeconds();
            for (var second = now - ((now - _part) % Parts); second > now - OldestSeconds; second -= Parts)
            {
                if (_usedAt.TryAdd(second, null))
                {
                    return second;
                }
            }

            var any = now;
            while (!_usedAt.TryAdd(any, null))
            {
                any--;
            }

            return any;
        }
    }

    /// <summary>The request with that second is over, however it ended.</summary>
    public void Done(long second)
    {
        lock (_gate)
        {
            _usedAt[second] = _time.GetTimestamp();
        }
    }

    /// <summary>Somebody else asks with the same seconds: from now on others are taken.</summary>
    /// <param name="chance">Not the next part: who met here would meet there again.</param>
    public void Move(Random chance)
    {
        lock (_gate)
        {
            _part = (_part + chance.Next(1, Parts)) % Parts;
        }
    }
}
