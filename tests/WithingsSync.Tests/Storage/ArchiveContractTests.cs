using WithingsSync.Pipeline.Records;
using WithingsSync.Storage;
using WithingsSync.Tests.Contracts;

namespace WithingsSync.Tests.Storage;

public sealed class ArchiveContractTests : RecordStoreContract, IDisposable
{
    private readonly ArchiveFolder _folder = new();
    private readonly Archive _archive;

    public ArchiveContractTests() => _archive = Archive.Open(_folder.File);

    protected override IRecordStore Store => _archive;

    public void Dispose()
    {
        _archive.Dispose();
        _folder.Dispose();
    }
}
