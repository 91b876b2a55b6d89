namespace WithingsSync.Simulator.Notifications;

/// <summary>A notification as it stood when it was looked at.</summary>
/// <param name="Fields">What is posted, <c>userid</c> and <c>appli</c> included (section 9.4).</param>
public sealed record SentNotification(long Id, DateTimeOffset Created, Subscription Subscription, IReadOnlyList<KeyValuePair<string, string>> Fields)
{
    public NotificationStatus Status { get; init; }

    /// <summary>Oldest first; two to a round.</summary>
    public IReadOnlyList<NotificationTry> Tries { get; init; } = [];

    public int Appli => Subscription.Appli;

    public long UserId => Subscription.UserId;
}
