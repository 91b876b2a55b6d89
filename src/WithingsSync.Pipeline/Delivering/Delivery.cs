namespace WithingsSync.Pipeline.Delivering;

/// <summary>One version of a reading at one destination: a row of the ledger, whose key is account, destination, recipient, <see cref="Id"/> and <see cref="Figures"/>.</summary>
public sealed record Delivery(ReadingId Id, Figures Figures, DeliveryState State)
{
    /// <summary>Why it is in this state, in words for the person; null when the state says it all.</summary>
    public string? Reason { get; init; }

    /// <summary>How the destination calls its copy, when it said so.</summary>
    public string? RemoteId { get; init; }

    /// <summary>How often it was handed over.</summary>
    public int Attempts { get; init; }

    /// <summary>Of a sent one: not to be sent again before, for it may still appear.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>When it came into this state.</summary>
    public DateTimeOffset ChangedAt { get; init; }

    /// <summary>The destination has, or may have, a copy.</summary>
    public bool MayBeThere => State is DeliveryState.Sent or DeliveryState.Confirmed or DeliveryState.AlreadyThere;

    /// <summary>The destination has it, as far as is known.</summary>
    public bool IsThere => State is DeliveryState.Confirmed or DeliveryState.AlreadyThere;

    /// <summary>What the destination has at that second is something else, put there by somebody else, and was left.</summary>
    public bool IsOfOthers => State == DeliveryState.AlreadyThere && RemoteId is null && Reason is not null;

    /// <summary>Nothing more is to be done for it.</summary>
    public bool IsSettled => State is not (DeliveryState.Pending or DeliveryState.Sent);
}
