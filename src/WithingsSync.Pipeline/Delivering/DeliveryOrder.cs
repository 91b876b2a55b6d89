namespace WithingsSync.Pipeline.Delivering;

/// <summary>What a run wants delivered to one destination.</summary>
public sealed record DeliveryOrder
{
    /// <summary>From when on readings go there if nothing is known yet: the Python tool's mark, or the start of today.</summary>
    public required DateTimeOffset FirstSince { get; init; }

    /// <summary>Only this window, whatever the marks say; they are then left alone. Null for an ordinary run.</summary>
    public (DateTimeOffset From, DateTimeOffset To)? Window { get; init; }

    public DeliveryPolicy Policy { get; init; } = new();

    /// <summary>Deliveries to look at again whatever became of them, by what the ledger says, and nothing else; null for an ordinary run.</summary>
    public Predicate<Delivery>? Retry { get; init; }

    /// <summary>With <see cref="Retry"/>: the person named the readings, so a different copy at such a second, unless typed in by hand, gives way.</summary>
    public bool ReplacesOthers { get; init; }
}
