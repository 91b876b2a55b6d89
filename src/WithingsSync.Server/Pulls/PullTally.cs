using WithingsSync.Pipeline.Accounts;

namespace WithingsSync.Server.Pulls;

/// <summary>
/// Pulls of one person that overlap are one to whoever looks at the connection: an error when any of them failed, whichever ended last. Only the last writes how it went, so that
/// none overwrites another.
/// </summary>
internal sealed class PullTally
{
    private readonly Lock _gate = new();
    private readonly Dictionary<AccountId, Together> _underway = [];

    /// <summary>A pull begins; it ends by <see cref="Share.End"/>, or without a word when disposed.</summary>
    public Share Begin(AccountId account)
    {
        lock (_gate)
        {
            _underway[account] = _underway.TryGetValue(account, out var others) ? others with { Count = others.Count + 1 } : new(1, null, null);
        }

        return new(this, account);
    }

    private Together? End(AccountId account, string? error, DateTimeOffset? syncedAt)
    {
        lock (_gate)
        {
            var all = _underway[account];
            all = new(all.Count - 1, all.Error ?? error, syncedAt ?? all.SyncedAt);
            if (all.Count > 0)
            {
                _underway[account] = all;
                return null;
            }

            _underway.Remove(account);
            return all;
        }
    }

    /// <summary>How pulls went together.</summary>
    /// <param name="Error">The first failure's sentence; null when none failed.</param>
    /// <param name="SyncedAt">When one last ended well.</param>
    internal sealed record Together(int Count, string? Error, DateTimeOffset? SyncedAt);

    /// <summary>One pull of those that overlap.</summary>
    internal sealed class Share(PullTally tally, AccountId account) : IDisposable
    {
        private bool _hasEnded;

        /// <returns>How all went, for the last of them to write down; null while others go on.</returns>
        public Together? End(string? error, DateTimeOffset? syncedAt)
        {
            if (_hasEnded)
            {
                return null;
            }

            _hasEnded = true;
            return tally.End(account, error, syncedAt);
        }

        public void Dispose() => End(error: null, syncedAt: null);
    }
}
