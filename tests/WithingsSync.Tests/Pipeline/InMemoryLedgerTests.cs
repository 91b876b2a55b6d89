using WithingsSync.Pipeline.Delivering;
using WithingsSync.Tests.Contracts;

namespace WithingsSync.Tests.Pipeline;

public sealed class InMemoryLedgerTests : DeliveryLedgerContract
{
    protected override IDeliveryLedger Ledger { get; } = new InMemoryLedger();
}
