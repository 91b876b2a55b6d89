namespace WithingsSync.Simulator.Notifications;

/// <summary>What became of a notification.</summary>
public enum NotificationStatus
{
    /// <summary>Not tried yet, or to be tried again.</summary>
    Waiting,

    /// <summary>The callback answered below 400 in time.</summary>
    Delivered,

    /// <summary>All ten tries failed; it never comes again.</summary>
    Dropped,

    /// <summary>It was never sent, because <see cref="NotificationManners.Loses"/> said so.</summary>
    Lost,

    /// <summary>The subscription ended before it could be delivered.</summary>
    Cancelled,
}
