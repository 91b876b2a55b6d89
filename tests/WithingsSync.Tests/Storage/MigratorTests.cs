using WithingsSync.Health;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Storage.Sqlite;
using WithingsSync.Storage;
using WithingsSync.Storage.Migrations;
using WithingsSync.Tests.Contracts;
using Xunit;

namespace WithingsSync.Tests.Storage;

public sealed class MigratorTests : IDisposable
{
    private static readonly AccountId Ana = new("ana");

    private readonly ArchiveFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

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

    [Fact]
    public async Task An_archive_of_the_first_schema_keeps_everything_and_gets_a_ledger()
    {
        await GivenFirstSchemaAsync();

        Assert.Contains("Pull once to bring it up to date", Assert.Throws<ArchiveException>(() => Archive.OpenReadOnly(_folder.File)).Message, StringComparison.Ordinal);
        using var archive = Archive.Open(_folder.File);

        Assert.Equal(SomeRecords.Group(1), Assert.Single(await archive.ReadAsync<MeasureGroup>(Ana, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, Stop)));
        Assert.Equal(7, (await archive.FindStateAsync(Ana, Feed.Measures, Stop)).ChangedSince);
        Assert.Equal(SomeRecords.Noon, await archive.FindTokenExpiryAsync("token", Stop));
        Assert.Empty(await archive.DestinationsAsync(Ana, Stop));
        await archive.SaveMarksAsync(Ana, new("garmin", "ana"), new(SomeRecords.Noon, SomeRecords.Noon), Stop);
        Assert.Single(await archive.DestinationsAsync(Ana, Stop));
    }

    [Fact]
    public async Task Many_may_bring_an_archive_of_the_first_schema_up_to_date_at_once()
    {
        await GivenFirstSchemaAsync();

        await Parallel.ForEachAsync(Enumerable.Range(0, 8), new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Stop }, (_, _) =>
        {
            using var database = SqliteDatabase.Open(_folder.File);
            Migrator.Migrate(database, _folder.File);
            return ValueTask.CompletedTask;
        });

        using var archive = Archive.OpenReadOnly(_folder.File);
        Assert.Single(await archive.ReadAsync<MeasureGroup>(Ana, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, Stop));
    }

    /// <summary>A file as the first released schema made it, with a record, a feed's state and a token in it.</summary>
    private async Task GivenFirstSchemaAsync()
    {
        using (var archive = Archive.Open(_folder.File))
        {
            await archive.SaveAsync(Ana, [SomeRecords.Group(1)], Stop);
            await archive.SaveStateAsync(Ana, Feed.Measures, new(ChangedSince: 7), Stop);
            await archive.SaveTokenExpiryAsync("token", SomeRecords.Noon, Stop);
        }

        // The first script alone, and into it whatever the present one has in common with it.
        var first = Path.Combine(_folder.Root, "first.db");
        await File.WriteAllBytesAsync(first, [], Stop);
        using (var database = SqliteDatabase.Open(first))
        {
            using var script = new StreamReader(typeof(Migrator).Assembly.GetManifestResourceStream("records.0001_records")!);
            database.Execute(await script.ReadToEndAsync(Stop));
            database.Execute("insert into schema_version (version) values (1)");
            database.Execute($"attach '{_folder.File}' as present");
            database.Execute("alter table present.feed_states drop column caught_up_at");
            foreach (var table in new[] { "measure_groups", "measures", "feed_states", "token_lifetimes" })
            {
                database.Execute($"insert into {table} select * from present.{table}");
            }

            database.Execute("detach present");
        }

        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(_folder.File)!))
        {
            File.Delete(file);
        }

        File.Move(first, _folder.File);
    }

    public void Dispose() => _folder.Dispose();
}
