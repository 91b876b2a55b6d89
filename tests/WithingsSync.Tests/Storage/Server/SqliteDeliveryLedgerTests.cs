using WithingsSync.Pipeline.Delivering;
using WithingsSync.Tests.Contracts;

namespace WithingsSync.Tests.Storage.Server;

public sealed class SqliteDeliveryLedgerTests : DeliveryLedgerContract, IDisposable
{
    private readonly SomeServer _server = SomeServer.OnSqlite();

    protected override IDeliveryLedger Ledger => _server.Database.Records;

    public void Dispose() => _server.Dispose();
}
