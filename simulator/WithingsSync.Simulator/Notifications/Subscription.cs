namespace WithingsSync.Simulator.Notifications;

/// <summary>An application wants to hear of one category of a person's data at one address (section 9.1).</summary>
/// <param name="UserId">Whose data; 0 for category 53, which is nobody's.</param>
public sealed record Subscription(string ClientId, long UserId, int Appli, string CallbackUrl)
{
    public string? Comment { get; init; }

    /// <summary>Rounds of two tries that failed since the last one that did not.</summary>
    public int ConsecutiveFailures { get; init; }

    /// <summary>When the first of them failed.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>Mails sent to the application's owner: one after each four failures in a row, at most four.</summary>
    public int Warnings { get; init; }
}
