namespace WithingsSync.Withings.Signing;

/// <summary>
/// The times that requests for nonces are signed with. Two calls with the same arguments within ten seconds are refused (withings-api.md §11), and the time is all in
/// which two such requests differ.
/// </summary>
internal sealed class Timestamps(TimeProvider time)
{
    /// <summary>The guard's ten seconds, and some for the way there.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(15);

    private readonly Lock _gate = new();
    private readonly Dictionary<long, long> _usedAt = [];

    /// <summary>The latest second, in Unix time, that was not used a moment ago.</summary>
    public long Next()
    {
        lock (_gate)
        {
            foreach (var (used, at) in _usedAt)
            {
                if (time.GetElapsedTime(at) > Remembered)
                {
                    _usedAt.Remove(used);
                }
            }

            var second = time.GetUtcNow().ToUnixTimeSeconds();
            while (!_usedAt.TryAdd(second, time.GetTimestamp()))
            {
                second--;
            }

            return second;
        }
    }
}
