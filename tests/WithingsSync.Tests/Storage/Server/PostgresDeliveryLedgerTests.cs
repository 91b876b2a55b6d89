using WithingsSync.Pipeline.Delivering;
using WithingsSync.Tests.Contracts;
using Xunit;

namespace WithingsSync.Tests.Storage.Server;

public sealed class PostgresDeliveryLedgerTests : DeliveryLedgerContract, IAsyncLifetime
{
    private SomeServer? _server;

    protected override IDeliveryLedger Ledger => _server!.Database.Records;

    public async ValueTask InitializeAsync() => _server = await SomeServer.OnPostgresAsync();

    public ValueTask DisposeAsync()
    {
        _server?.Dispose();
        return ValueTask.CompletedTask;
    }
}
