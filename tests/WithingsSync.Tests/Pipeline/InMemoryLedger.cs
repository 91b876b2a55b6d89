using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Delivering;

namespace WithingsSync.Tests.Pipeline;

/// <summary>A ledger in memory, for tests of what reads and writes one. It keeps the contract that the archive keeps.</summary>
public sealed class InMemoryLedger : IDeliveryLedger
{
    private readonly Dictionary<(AccountId Account, DestinationAccount Destination), List<Delivery>> _deliveries = [];
    private readonly Dictionary<(AccountId Account, DestinationAccount Destination), DeliveryMarks> _marks = [];
    private readonly Dictionary<(AccountId Account, ReadingId Id), Review> _reviews = [];

    /// <summary>Called with the rows before each <see cref="SaveAsync"/>; what it throws leaves the ledger as it was.</summary>
    public Action<IReadOnlyList<Delivery>>? Saving { get; set; }

    /// <summary>How often deliveries were written.</summary>
    public int Saves { get; private set; }

    public Task<IReadOnlyList<Delivery>> ReadAsync(AccountId account, DestinationAccount destination, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult<IReadOnlyList<Delivery>>(_deliveries.TryGetValue((account, destination), out var rows)
            ? [.. rows.OrderBy(row => row.Id.MeasuredAt).ThenBy(row => row.Id.Kind)]
            : []);
    }

    public Task SaveAsync(AccountId account, DestinationAccount destination, IReadOnlyList<Delivery> deliveries, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Saving?.Invoke(deliveries);
        List<Delivery> rows = _deliveries.TryGetValue((account, destination), out var known) ? [.. known] : [];
        foreach (var delivery in deliveries)
        {
            var stored = delivery with
            {
                Id = new(delivery.Id.Kind, Second(delivery.Id.MeasuredAt)),
                NotBefore = delivery.NotBefore is { } moment ? Second(moment) : null,
                ChangedAt = Second(delivery.ChangedAt),
            };
            var place = rows.FindIndex(row => row.Id == stored.Id && row.Figures.Equals(stored.Figures));
            if (place < 0)
            {
                rows.Add(stored);
            }
            else
            {
                rows[place] = stored;
            }
        }

        _deliveries[(account, destination)] = rows;
        Saves++;
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<DestinationAccount>> DestinationsAsync(AccountId account, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult<IReadOnlyList<DestinationAccount>>([.. _deliveries.Where(pair => pair.Value.Count > 0).Select(pair => pair.Key).Concat(_marks.Keys)
            .Where(key => key.Account == account).Select(key => key.Destination).Distinct()
            .OrderBy(destination => destination.Destination, StringComparer.Ordinal).ThenBy(destination => destination.Recipient, StringComparer.Ordinal)]);
    }

    public Task<DeliveryMarks?> FindMarksAsync(AccountId account, DestinationAccount destination, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(_marks.GetValueOrDefault((account, destination)));
    }

    public Task SaveMarksAsync(AccountId account, DestinationAccount destination, DeliveryMarks marks, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _marks[(account, destination)] = new(Second(marks.Since), Second(marks.Mark));
        return Task.CompletedTask;
    }

    public Task<IReadOnlyDictionary<ReadingId, Review>> ReadReviewsAsync(AccountId account, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult<IReadOnlyDictionary<ReadingId, Review>>(
            _reviews.Where(pair => pair.Key.Account == account).ToDictionary(pair => pair.Key.Id, pair => pair.Value));
    }

    public Task SaveReviewsAsync(AccountId account, IReadOnlyList<Review> reviews, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var review in reviews.ToList())
        {
            var id = new ReadingId(review.Id.Kind, Second(review.Id.MeasuredAt));
            _reviews[(account, id)] = review with { Id = id, DecidedAt = Second(review.DecidedAt) };
        }

        return Task.CompletedTask;
    }

    private static DateTimeOffset Second(DateTimeOffset moment) => DateTimeOffset.FromUnixTimeSeconds(moment.ToUnixTimeSeconds());
}
