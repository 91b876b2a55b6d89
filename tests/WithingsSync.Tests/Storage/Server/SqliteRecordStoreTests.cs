using WithingsSync.Pipeline.Records;
using WithingsSync.Tests.Contracts;

namespace WithingsSync.Tests.Storage.Server;

public sealed class SqliteRecordStoreTests : RecordStoreContract, IDisposable
{
    private readonly SomeServer _server = SomeServer.OnSqlite();

    protected override IRecordStore Store => _server.Database.Records;

    public void Dispose() => _server.Dispose();
}
