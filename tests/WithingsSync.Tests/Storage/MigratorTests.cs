using WithingsSync.Pipeline.Accounts;
using WithingsSync.Storage;
using WithingsSync.Storage.Migrations;
using WithingsSync.Tests.Contracts;
using Xunit;

namespace WithingsSync.Tests.Storage;

public sealed class MigratorTests : IDisposable
{
    private readonly ArchiveFolder _folder = new();

    [Fact]
    public async Task A_migration_done_is_not_done_again()
    {
        using var archive = Archive.Open(_folder.File);
        await archive.SaveAsync(new("ana"), [SomeRecords.Group(1)], TestContext.Current.CancellationToken);

        Migrator.Migrate(archive.Database, _folder.File);

        Assert.Equal(default, await archive.SaveAsync(new AccountId("ana"), [SomeRecords.Group(1)], TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_schema_newer_than_the_program_is_refused()
    {
        using (var archive = Archive.Open(_folder.File))
        {
            archive.Database.Execute("insert into schema_version (version) values (9999)");
        }

        foreach (var open in new Func<Archive>[] { () => Archive.Open(_folder.File), () => Archive.OpenReadOnly(_folder.File) })
        {
            Assert.Contains("newer withings-sync", Assert.Throws<ArchiveException>(open).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_schema_older_than_the_program_is_not_read()
    {
        File.WriteAllBytes(Path.Combine(_folder.Root, "empty.db"), []);

        Assert.Contains("Pull once", Assert.Throws<ArchiveException>(() => Archive.OpenReadOnly(Path.Combine(_folder.Root, "empty.db"))).Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}
