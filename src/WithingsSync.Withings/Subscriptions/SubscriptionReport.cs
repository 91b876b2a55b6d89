namespace WithingsSync.Withings;

/// <summary>What a check of a person's subscriptions found and did.</summary>
public sealed record SubscriptionReport
{
    /// <summary>Were there.</summary>
    public required IReadOnlyList<Appli> Present { get; init; }

    /// <summary>Were missing, and are there now.</summary>
    public required IReadOnlyList<Appli> Added { get; init; }

    /// <summary>Went to our address with another secret, and now go where they should.</summary>
    public required IReadOnlyList<Appli> Repaired { get; init; }

    /// <summary>Leftovers at our address, with another secret or of a category not wanted, that were withdrawn.</summary>
    public required IReadOnlyList<Appli> Withdrawn { get; init; }

    /// <summary>Are wanted and could not be had.</summary>
    public required IReadOnlyList<SubscriptionRefusal> Refused { get; init; }

    /// <summary>Leftovers that Withings did not let go.</summary>
    public required IReadOnlyList<SubscriptionRefusal> Remaining { get; init; }
}
