namespace WithingsSync.Withings;

/// <summary>One category of notifications, sent to one address.</summary>
/// <param name="CallbackUrl">As Withings lists it, which need not be as it was sent. It holds a secret.</param>
/// <param name="Expires">Far in the future, in every recording.</param>
public sealed record Subscription(Appli Appli, string CallbackUrl, string? Comment = null, DateTimeOffset? Expires = null)
{
    /// <summary>Names the category only: the address holds a secret.</summary>
    public override string ToString() => $"Subscription to {Appli}";
}
