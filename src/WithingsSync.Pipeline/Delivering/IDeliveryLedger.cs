using WithingsSync.Pipeline.Accounts;

namespace WithingsSync.Pipeline.Delivering;

/// <summary>What went where. Each write is one transaction and an upsert on the natural key; only the <see cref="Deliverer"/> and a person's word write.</summary>
public interface IDeliveryLedger
{
    /// <summary>Every version of every reading, by moment, kind and then as first written.</summary>
    Task<IReadOnlyList<Delivery>> ReadAsync(AccountId account, DestinationAccount destination, CancellationToken cancellationToken);

    /// <summary>All of them or none.</summary>
    Task SaveAsync(AccountId account, DestinationAccount destination, IReadOnlyList<Delivery> deliveries, CancellationToken cancellationToken);

    /// <summary>The destinations of an account that anything is known of.</summary>
    Task<IReadOnlyList<DestinationAccount>> DestinationsAsync(AccountId account, CancellationToken cancellationToken);

    /// <summary>Null before the first use.</summary>
    Task<DeliveryMarks?> FindMarksAsync(AccountId account, DestinationAccount destination, CancellationToken cancellationToken);

    Task SaveMarksAsync(AccountId account, DestinationAccount destination, DeliveryMarks marks, CancellationToken cancellationToken);

    Task<IReadOnlyDictionary<ReadingId, Review>> ReadReviewsAsync(AccountId account, CancellationToken cancellationToken);

    Task SaveReviewsAsync(AccountId account, IReadOnlyList<Review> reviews, CancellationToken cancellationToken);
}
