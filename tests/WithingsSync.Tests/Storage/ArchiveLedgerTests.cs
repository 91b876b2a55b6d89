using WithingsSync.Pipeline.Delivering;
using WithingsSync.Storage;
using WithingsSync.Tests.Contracts;
using Xunit;

namespace WithingsSync.Tests.Storage;

public sealed class ArchiveLedgerTests : DeliveryLedgerContract, IDisposable
{
    private readonly ArchiveFolder _folder = new();
    private readonly Archive _archive;

    public ArchiveLedgerTests() => _archive = Archive.Open(_folder.File);

    protected override IDeliveryLedger Ledger => _archive;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_noted_is_there_for_whoever_opens_the_files_as_a_kill_leaves_them()
    {
        var sent = new Delivery(new(ReadingKind.Weight, SomeRecords.Noon), new((Figures.Weight, 80.5m)), DeliveryState.Sent) { ChangedAt = SomeRecords.Noon };
        await _archive.SaveAsync(new("ana"), new("garmin", "ana"), [sent], Stop);

        var copy = Path.Combine(_folder.Root, "after-the-kill.db");
        File.Copy(_folder.File, copy);
        File.Copy(_folder.File + "-wal", copy + "-wal");

        using var afterwards = Archive.OpenReadOnly(copy);
        Assert.Equal(sent, Assert.Single(await afterwards.ReadAsync(new("ana"), new("garmin", "ana"), Stop)));
    }

    [Fact]
    public async Task Two_connections_that_note_versions_of_one_reading_lose_none()
    {
        using var other = Archive.Open(_folder.File);

        await Task.WhenAll(Task.Run(() => NoteAsync(_archive, 70)), Task.Run(() => NoteAsync(other, 80)));

        Assert.Equal(40, (await _archive.ReadAsync(new("ana"), new("garmin", "ana"), Stop)).Count);
    }

    private static async Task NoteAsync(Archive archive, decimal from)
    {
        for (var i = 0; i < 20; i++)
        {
            var row = new Delivery(new(ReadingKind.Weight, SomeRecords.Noon), new((Figures.Weight, from + (i / 100m))), DeliveryState.Pending);
            await archive.SaveAsync(new("ana"), new("garmin", "ana"), [row], Stop);
        }
    }

    public void Dispose()
    {
        _archive.Dispose();
        _folder.Dispose();
    }
}
