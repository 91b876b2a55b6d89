using WithingsSync.Simulator.Bodies;
using WithingsSync.Simulator.Notifications;
using WithingsSync.Simulator.World;

namespace WithingsSync.Simulator;

/// <content>Who is told of what, and the passing of time.</content>
public sealed partial class SimulatedWorld
{
    /// <summary>What applications have subscribed to, as it is now.</summary>
    public IReadOnlyList<Subscription> Subscriptions
    {
        get
        {
            lock (Gate)
            {
                return [.. Subscribed.All];
            }
        }
    }

    /// <summary>The latest 50,000 notifications and what became of them, oldest first.</summary>
    public IReadOnlyList<SentNotification> Notifications
    {
        get
        {
            lock (Gate)
            {
                return Courier.Log;
            }
        }
    }

    /// <summary>How notifications are sent: copies, losses, delays.</summary>
    public NotificationManners NotificationManners => Courier.Manners;

    /// <summary>Forgets the notifications so far; those still waiting are delivered all the same.</summary>
    public void ClearNotifications()
    {
        lock (Gate)
        {
            Courier.ClearLog();
        }
    }

    /// <summary>
    /// Moves the clock; whatever would have been measured in between has been. The clock stops at each moment when a notification is due, and all that
    /// were due have been tried when this returns.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Backwards: what has been seen cannot be unseen.</exception>
    public async Task AdvanceAsync(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        await Courier.AdvanceAsync(by);
        lock (Gate)
        {
            Save();
        }
    }

    /// <summary>Waits until no notification that is due by now is left or on its way.</summary>
    public Task SettleNotificationsAsync() => Courier.SettleAsync();

    /// <summary>Sends a notification by hand, and waits until it has been tried.</summary>
    /// <param name="person">Whose data it is about.</param>
    /// <param name="appli">The category; who has not subscribed to it hears nothing.</param>
    /// <param name="more">What it says besides <c>userid</c> and <c>appli</c>, such as <c>startdate</c>.</param>
    public Task NotifyAsync(string person, int appli, params IReadOnlyList<KeyValuePair<string, string>> more)
    {
        lock (Gate)
        {
            Courier.Announce(Known(person).UserId, appli, more);
        }

        return Courier.SettleAsync();
    }

    /// <summary>The person disconnects every application, which hear of it if they subscribed to category 46; tokens and subscriptions end.</summary>
    /// <param name="deletesAccount">The account goes away as a whole: <c>delete</c> instead of <c>unlink</c>.</param>
    public Task UnlinkAsync(string person, bool deletesAccount = false)
    {
        lock (Gate)
        {
            Courier.Announce(Known(person).UserId, Categories.Profile, new KeyValuePair<string, string>("action", deletesAccount ? "delete" : "unlink"));
            foreach (var grant in GrantsOf(person))
            {
                End(grant);
            }

            Save();
        }

        return Courier.SettleAsync();
    }

    /// <summary>Subscriptions of a person disappear without a word; of all categories when <paramref name="appli"/> is <see langword="null"/>.</summary>
    /// <returns>How many did.</returns>
    public int DropSubscription(string person, int? appli = null)
    {
        lock (Gate)
        {
            var dropped = Subscribed.Of(Known(person).UserId).Where(s => appli is null || s.Appli == appli).ToList();
            dropped.ForEach(Subscribed.Remove);
            Save();
            return dropped.Count;
        }
    }

    /// <summary>Tokens and subscriptions of an application for a person are over.</summary>
    internal void End(Grant grant)
    {
        Grants.Remove(grant);
        Subscribed.RemoveAll(grant.ClientId, grant.UserId);
    }

    private void LoadSubscriptions(IReadOnlyList<Subscription> kept)
    {
        // What fell into the time when nothing ran is never told, as after any outage.
        foreach (var subscription in kept.Where(s => s.UserId == 0 || _histories.ContainsKey(s.UserId)))
        {
            Subscribed.Put(subscription);
            Courier.Follow(subscription.UserId);
        }
    }

    /// <summary>Tells of a group; of one that was changed, with the times of measuring before and after.</summary>
    private void Announce(string person, MeasureGroup group, MeasureGroup? after = null)
    {
        var (first, last) = (Math.Min(group.Date, after?.Date ?? group.Date), Math.Max(group.Date, after?.Date ?? group.Date));
        foreach (var appli in Categories.Of(group).Union(after is null ? [] : Categories.Of(after)))
        {
            AnnounceRange(person, appli, first, last + 1);
        }
    }

    private void AnnounceRange(string person, int appli, long start, long end) => Courier.Announce(Known(person).UserId, appli, News.OfRange(start, end));

    private void AnnounceDay(string person, DateOnly date) => Courier.Announce(Known(person).UserId, Categories.Activity, News.OfDay(date));
}
