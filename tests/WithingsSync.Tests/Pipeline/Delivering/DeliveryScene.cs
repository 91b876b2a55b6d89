using Microsoft.Extensions.Logging.Abstractions;
using WithingsSync.Health;
using WithingsSync.Pipeline.Delivering;
using WithingsSync.Testing;
using WithingsSync.Tests.Destinations;
using static WithingsSync.Tests.Pipeline.Delivering.SomeReadings;

namespace WithingsSync.Tests.Pipeline.Delivering;

/// <summary>A person's readings, one destination and a ledger; the clock goes on by itself where somebody waits.</summary>
internal sealed class DeliveryScene
{
    public FakeDestination Destination { get; init; } = new();

    public InMemoryLedger Ledger { get; } = new();

    public SelfMovingTime Time { get; } = new(At(20));

    /// <summary>What Withings has.</summary>
    public SortedDictionary<DateTimeOffset, MeasureGroup> Truth { get; } = [];

    public DestinationAccount To => new(Destination.Name, Destination.Recipient);

    public void Weigh(DateTimeOffset at, decimal kilograms, decimal? fat = null, int attribution = 0, DateTimeOffset? arrived = null) =>
        Truth[at] = WeightGroup(at, kilograms, fat, attribution, arrived);

    public Task<DeliverySummary> RunAsync(DeliveryOrder? order = null) => Deliverer().DeliverAsync(order ?? new() { FirstSince = Midnight }, CancellationToken.None);

    public Deliverer Deliverer() => new(Destination, new InMemoryRecordStore([.. Truth.Values]), Ledger, InMemoryRecordStore.Account, Time, NullLogger.Instance);

    public Task<IReadOnlyList<Delivery>> RowsAsync() => Ledger.ReadAsync(InMemoryRecordStore.Account, To, CancellationToken.None);

    public async Task<IReadOnlyList<DeliveryState>> StatesAsync() => [.. (await RowsAsync()).Select(row => row.State)];

    /// <summary>What is at the destination, in comparable lines.</summary>
    public IEnumerable<string> Copies => Destination.Copies.Select(copy => $"{copy.Id} {copy.Figures}");

    /// <summary>What should be.</summary>
    public IEnumerable<string> TrueCopies => Readings([.. Truth.Values]).Select(reading => $"{reading.Id} {reading.Figures}");
}
