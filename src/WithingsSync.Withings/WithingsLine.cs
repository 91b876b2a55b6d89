using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Budget;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Withings.Api;

namespace WithingsSync.Withings;

/// <summary>One person's line to Withings for one run: its patience with the limiter is used up once. Cheap to make; holds nothing open.</summary>
public sealed class WithingsLine
{
    private readonly string? _withingsUserId;

    internal WithingsLine(Trunk trunk, AccountId? account, string? withingsUserId, IGrantStore store, Lane lane, Action<RawAnswer>? onAnswer = null)
    {
        _withingsUserId = withingsUserId;
        Client = new(trunk, lane, account, onAnswer);

        // A renewal holds the person's lock while it waits for its place: in a slow lane it would keep the fast ones waiting.
        Keeper = new(store, Client.AtLeast(Lane.Notification));
        Source = new WithingsSource(Client, Keeper, withingsUserId);
    }

    public IRecordSource Source { get; }

    public GrantKeeper Keeper { get; }

    public SubscriptionClient Subscriptions => field ??= new(new(Client, Keeper, _withingsUserId));

    /// <summary>Keeps what is subscribed equal to what is wanted.</summary>
    public SubscriptionKeeper SubscriptionKeeper => field ??= new(Subscriptions, Keeper, Client.Trunk);

    /// <summary>How many requests went out on this line, repeated ones, nonces and token calls included.</summary>
    public int RequestCount => Client.RequestCount;

    internal WithingsClient Client { get; }
}
