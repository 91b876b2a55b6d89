using WithingsSync.Pipeline.Records;
using WithingsSync.Tests.Contracts;
using Xunit;

namespace WithingsSync.Tests.Storage.Server;

public sealed class PostgresRecordStoreTests : RecordStoreContract, IAsyncLifetime
{
    private SomeServer? _server;

    protected override IRecordStore Store => _server!.Database.Records;

    public async ValueTask InitializeAsync() => _server = await SomeServer.OnPostgresAsync();

    public ValueTask DisposeAsync()
    {
        _server?.Dispose();
        return ValueTask.CompletedTask;
    }
}
