namespace WithingsSync.Withings;

/// <summary>What became of a person's subscriptions at our address.</summary>
/// <param name="ListFailure">Why they could not even be listed; null when they were.</param>
public sealed record UnsubscribeReport(IReadOnlyList<Appli> Withdrawn, IReadOnlyList<SubscriptionRefusal> Failed, string? ListFailure = null)
{
    /// <summary>Nothing at our address is left.</summary>
    public bool IsComplete => ListFailure is null && Failed.Count == 0;
}
