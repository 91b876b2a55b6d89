using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Withings.Api;
using WithingsSync.Withings.Grants;

namespace WithingsSync.Withings;

/// <summary>Hands out a grant that can be used, renewing it when it is due: one renewal at a time, in this process and across processes.</summary>
public sealed class GrantKeeper
{
    private readonly IGrantStore _store;
    private readonly GrantRenewal _renewal;
    private readonly Trunk _trunk;
    private readonly Lock _gate = new();
    private Task<Grant> _inFlight = Task.FromException<Grant>(new InvalidOperationException("Nothing was renewed yet."));

    /// <summary>What this process renewed last, and until when it is used: a store may forget the expiry, and a short life may be less than the buffer.</summary>
    private (string AccessToken, DateTimeOffset UseUntil)? _renewed;

    internal GrantKeeper(IGrantStore store, WithingsClient client) => (_store, _renewal, _trunk) = (store, new(client, store), client.Trunk);

    private TimeSpan Buffer => _trunk.Options.RenewalBuffer;

    /// <summary>The stored grant; renewed first when it ends within <see cref="WithingsOptions.RenewalBuffer"/> or nobody knows when.</summary>
    /// <exception cref="PullException"><see cref="PullFailure.SignInRequired"/>: nobody has signed in, or Withings no longer accepts it.</exception>
    public async Task<Grant> GetAsync(CancellationToken cancellationToken)
    {
        var stored = await _store.FindAsync(cancellationToken) ?? throw _renewal.NoGrant();
        return IsFresh(stored) ? stored : await RenewOnceAsync(IsFresh, cancellationToken);
    }

    /// <summary>A grant other than the one Withings answered 401 to: what another process stored meanwhile, or a new one.</summary>
    /// <exception cref="PullException"><see cref="PullFailure.SignInRequired"/>: Withings no longer accepts the grant.</exception>
    public async Task<Grant> RenewAsync(string rejectedAccessToken, CancellationToken cancellationToken)
    {
        bool IsAnother(Grant grant) => grant.AccessToken != rejectedAccessToken && IsSendable(grant);

        var renewed = await RenewOnceAsync(IsAnother, cancellationToken);

        // A renewal under way for another reason may have ended with the very token that was rejected.
        return IsAnother(renewed) ? renewed : await RenewOnceAsync(IsAnother, cancellationToken);
    }

    /// <summary>Joins the renewal under way or starts one, which outlives the cancellation of whoever waits for it.</summary>
    private Task<Grant> RenewOnceAsync(Predicate<Grant> isGood, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            if (_inFlight.IsCompleted)
            {
                _inFlight = _trunk.Renewals.Track(Task.Run(() => RenewAndRememberAsync(isGood), CancellationToken.None));
            }

            return _inFlight.WaitAsync(cancellationToken);
        }
    }

    private async Task<Grant> RenewAndRememberAsync(Predicate<Grant> isGood)
    {
        var grant = await _renewal.RenewAsync(isGood, CancellationToken.None);
        var now = _trunk.Time.GetUtcNow();
        var left = (grant.ExpiresAt ?? now + Buffer) - now;
        lock (_gate)
        {
            _renewed = (grant.AccessToken, now + (left > 2 * Buffer ? left - Buffer : left / 2));
        }

        return grant;
    }

    private bool IsFresh(Grant grant)
    {
        var now = _trunk.Time.GetUtcNow();
        lock (_gate)
        {
            return IsSendable(grant) && (_renewed is { } mine && mine.AccessToken == grant.AccessToken ? now < mine.UseUntil : grant.ExpiresAt - now > Buffer);
        }
    }

    /// <summary>A damaged session file must not break the header it is put in.</summary>
    private static bool IsSendable(Grant grant) => grant.AccessToken.Length > 0 && !grant.AccessToken.AsSpan().ContainsAnyExceptInRange('!', '~');
}
