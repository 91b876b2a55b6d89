namespace WithingsSync.Pipeline.Delivering;

/// <summary>What a run did at one destination.</summary>
/// <param name="Recipient">Whose account, or null when nobody had to be asked and nobody is signed in.</param>
/// <param name="Settled">What changed its state and needs nothing more, in the order it happened.</param>
/// <param name="Left">What is still to be done, with the reason.</param>
/// <param name="Marks">How far the destination has confirmed, after an ordinary run; null when nothing was confirmed yet.</param>
public sealed record DeliverySummary(string? Recipient, IReadOnlyList<Delivery> Settled, IReadOnlyList<Delivery> Left, DeliveryMarks? Marks)
{
    /// <summary>Why some of it could not be done; the rest was. Null when all was.</summary>
    public DestinationException? Failure { get; init; }

    public int Count(DeliveryState state) => Settled.Count(delivery => delivery.State == state);
}
