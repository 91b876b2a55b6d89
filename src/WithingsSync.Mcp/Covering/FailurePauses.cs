using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Pulling;

namespace WithingsSync.Mcp.Covering;

/// <summary>After a failure nothing is asked for a while: an assistant asks often, and each answer would wait in vain.</summary>
internal sealed class FailurePauses(TimeProvider time)
{
    /// <summary>Where Withings named no time.</summary>
    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();

    /// <summary>By feed, and without one for what meets them all.</summary>
    private readonly Dictionary<(AccountId Account, Feed? Feed), PullException> _failures = [];

    /// <summary>Why this feed is not asked for now, with the end of the pause; null when it may be.</summary>
    public PullException? Find(AccountId account, Feed feed)
    {
        lock (_gate)
        {
            return Current((account, feed)) ?? Current((account, null));
        }
    }

    /// <summary>Any of a person's that lasts.</summary>
    public PullException? FindAny(AccountId account)
    {
        lock (_gate)
        {
            return _failures.FirstOrDefault(one => one.Key.Account == account && one.Value.RetryAt > time.GetUtcNow()).Value;
        }
    }

    /// <returns>The failure with the end of its pause.</returns>
    public PullException Note(AccountId account, Feed feed, PullException failure)
    {
        var now = time.GetUtcNow();
        var known = new PullException(failure.Failure, failure.Message, failure) { RetryAt = failure.RetryAt > now ? failure.RetryAt : now + Usual };
        lock (_gate)
        {
            foreach (var (key, old) in _failures)
            {
                if (old.RetryAt <= now)
                {
                    _failures.Remove(key);
                }
            }

            _failures[(account, feed)] = known;
            if (MeetsAll(feed, failure.Failure))
            {
                _failures[(account, null)] = known;
            }
        }

        return known;
    }

    /// <summary>A pull of this feed went well.</summary>
    public void End(AccountId account, Feed feed)
    {
        lock (_gate)
        {
            _failures.Remove((account, feed));
            _failures.Remove((account, null));
        }
    }

    public void Forget(AccountId account)
    {
        lock (_gate)
        {
            foreach (var key in _failures.Keys.Where(key => key.Account == account).ToList())
            {
                _failures.Remove(key);
            }
        }
    }

    /// <summary>A limiter, a wrong secret or a network that is away meets every feed; a night that cannot be read, or a call that Withings rejects, only its own.</summary>
    private static bool MeetsAll(Feed feed, PullFailure failure) => failure switch
    {
        PullFailure.Throttled or PullFailure.Misconfigured or PullFailure.SignInRequired => true,
        PullFailure.Transient => !OneByOne.Is(feed),
        _ => false,
    };

    private PullException? Current((AccountId, Feed?) key) => _failures.TryGetValue(key, out var failure) && failure.RetryAt > time.GetUtcNow() ? failure : null;
}
