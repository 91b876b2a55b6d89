namespace WithingsSync.Simulator.Notifications;

/// <summary>All subscriptions, by person. SIM: section 9.1, there is one for each application, person, category and address.</summary>
internal sealed class SubscriptionBook
{
    /// <summary>SIM: section 10 knows a limit and not which (status 305).</summary>
    public const int MostOfOnePerson = 50;

    /// <summary>Section 9.5: a mail after four failures in a row, four mails at most, and the end after twenty days of failures.</summary>
    private const int FailuresToWarning = 4;
    private const int MostWarnings = 4;
    private const int DaysToCancellation = 20;
    private readonly Dictionary<long, List<Subscription>> _byPerson = [];

    public IEnumerable<Subscription> All => _byPerson.Values.SelectMany(list => list);

    public IReadOnlyList<Subscription> Of(long userId) => _byPerson.TryGetValue(userId, out var list) ? list : [];

    public List<Subscription> Of(string clientId, long userId) => [.. Of(userId).Where(s => s.ClientId == clientId)];

    public Subscription? Find(string clientId, long userId, int appli, string callbackUrl) =>
        Of(userId).FirstOrDefault(s => s.ClientId == clientId && s.Appli == appli && s.CallbackUrl == callbackUrl);

    /// <summary>Adds it, or puts it in the place of the one for the same four things.</summary>
    public void Put(Subscription subscription)
    {
        if (!_byPerson.TryGetValue(subscription.UserId, out var list))
        {
            _byPerson[subscription.UserId] = list = [];
        }

        var index = list.FindIndex(s => Same(s, subscription));
        if (index < 0)
        {
            list.Add(subscription);
        }
        else
        {
            list[index] = subscription;
        }
    }

    public void Remove(Subscription subscription)
    {
        if (_byPerson.TryGetValue(subscription.UserId, out var list) && list.RemoveAll(s => Same(s, subscription)) > 0 && list.Count == 0)
        {
            _byPerson.Remove(subscription.UserId);
        }
    }

    /// <summary>The application has nothing to do with the person any more.</summary>
    public void RemoveAll(string clientId, long userId) => Of(clientId, userId).ForEach(Remove);

    public void Succeeded(Subscription tried)
    {
        if (Current(tried) is { ConsecutiveFailures: > 0 } current)
        {
            Put(current with { ConsecutiveFailures = 0, FailingSince = null, Warnings = 0 });
        }
    }

    /// <summary>Counts a failure; the subscription may end with it.</summary>
    public void Failed(Subscription tried, DateTimeOffset now)
    {
        if (Current(tried) is not { } current)
        {
            return;
        }

        var failures = current.ConsecutiveFailures + 1;
        var since = current.FailingSince ?? now;
        if (now - since >= TimeSpan.FromDays(DaysToCancellation))
        {
            Remove(current);
            return;
        }

        Put(current with { ConsecutiveFailures = failures, FailingSince = since, Warnings = Math.Min(MostWarnings, failures / FailuresToWarning) });
    }

    public Subscription? Current(Subscription earlier) => Find(earlier.ClientId, earlier.UserId, earlier.Appli, earlier.CallbackUrl);

    private static bool Same(Subscription one, Subscription other) =>
        one.ClientId == other.ClientId && one.UserId == other.UserId && one.Appli == other.Appli && one.CallbackUrl == other.CallbackUrl;
}
