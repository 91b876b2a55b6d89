using WithingsSync.Pipeline.Accounts;

namespace WithingsSync.Pipeline.Delivering;

/// <summary>The ledger's rows of one account at one destination during a run: what is written is written to the ledger first.</summary>
internal sealed class LedgerPage(IDeliveryLedger ledger, AccountId account, DestinationAccount destination, IReadOnlyList<Delivery> rows, TimeProvider time)
{
    private readonly Dictionary<(ReadingId Id, Figures Figures), Delivery> _rows = rows.ToDictionary(row => (row.Id, row.Figures));
    private readonly List<Delivery> _changed = [];

    public DestinationAccount Destination => destination;

    public IReadOnlyCollection<Delivery> Rows => _rows.Values;

    /// <summary>What this run wrote, each row as it is now.</summary>
    public IEnumerable<Delivery> Changed => _changed.Select(row => _rows[(row.Id, row.Figures)]).Distinct();

    /// <summary>The row of a reading's present version, or a new one.</summary>
    public Delivery Of(Reading reading) => _rows.GetValueOrDefault((reading.Id, reading.Figures)) ?? new(reading.Id, reading.Figures, DeliveryState.Pending);

    /// <summary>Writes rows that differ from what is known; the others cost nothing.</summary>
    public async Task WriteAsync(IEnumerable<Delivery> deliveries, CancellationToken cancellationToken)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(time.GetUtcNow().ToUnixTimeSeconds());
        var written = deliveries
            .Where(delivery => !_rows.TryGetValue((delivery.Id, delivery.Figures), out var known) || known != delivery)
            .Select(delivery => delivery with { ChangedAt = now }).ToList();
        if (written.Count == 0)
        {
            return;
        }

        await ledger.SaveAsync(account, destination, written, cancellationToken);
        foreach (var delivery in written)
        {
            _rows[(delivery.Id, delivery.Figures)] = delivery;
            _changed.Add(delivery);
        }
    }

    public Task WriteAsync(Delivery delivery, CancellationToken cancellationToken) => WriteAsync([delivery], cancellationToken);
}
