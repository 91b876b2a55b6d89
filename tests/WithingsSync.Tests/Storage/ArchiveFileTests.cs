using System.Runtime.Versioning;
using WithingsSync.Health;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Storage;
using WithingsSync.Storage.Sqlite;
using WithingsSync.Tests.Contracts;
using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.Tests.Storage;

public sealed class ArchiveFileTests : IDisposable
{
    private static readonly AccountId Ana = new("ana");

    private readonly ArchiveFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void A_new_archive_is_readable_by_its_owner_only()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no Unix modes.");

        using var archive = Archive.Open(_folder.File);
        archive.Database.Execute("create table more (n integer)");

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(_folder.File)!));
        Assert.All(Directory.GetFiles(Path.GetDirectoryName(_folder.File)!), file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));
    }

    [Fact]
    public async Task What_was_saved_is_there_when_the_archive_is_opened_again()
    {
        using (var archive = Archive.Open(_folder.File))
        {
            await archive.SaveAsync(Ana, [SomeRecords.Group(1)], Stop);
        }

        using var again = Archive.Open(_folder.File);
        Assert.Equal(SomeRecords.Group(1), Assert.Single(await ReadAsync(again)));
    }

    [Fact]
    public void A_missing_archive_cannot_be_opened_to_read_and_is_not_made()
    {
        var failure = Assert.Throws<ArchiveException>(() => Archive.OpenReadOnly(_folder.File));

        Assert.Contains("Pull once", failure.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.GetDirectoryName(_folder.File)));
    }

    [Fact]
    public async Task An_archive_opened_to_read_is_read_and_refuses_to_be_written()
    {
        using var writer = Archive.Open(_folder.File);
        await writer.SaveAsync(Ana, [SomeRecords.Group(1)], Stop);

        using var reader = Archive.OpenReadOnly(_folder.File);

        Assert.Single(await ReadAsync(reader));
        await Assert.ThrowsAsync<ArchiveException>(() => reader.SaveAsync(Ana, [SomeRecords.Group(2)], Stop));
        await writer.SaveAsync(Ana, [SomeRecords.Group(3)], Stop);
        Assert.Equal(2, (await ReadAsync(reader)).Count);
    }

    [Theory]
    [InlineData("this is a diary, not a database, and it is longer than a hundred bytes so that the header of one could stand in it.")]
    [InlineData("short")]
    public void A_file_that_is_no_database_is_refused_and_left_as_it_is(string content)
    {
        var path = Path.Combine(_folder.Root, "diary.txt");
        File.WriteAllText(path, content);

        var failure = Assert.Throws<ArchiveException>(() => Archive.Open(path));

        Assert.Contains("is not a withings-sync archive", failure.Message, StringComparison.Ordinal);
        Assert.IsType<SqliteFailure>(failure.InnerException);
        Assert.Throws<ArchiveException>(() => Archive.OpenReadOnly(path));
        Assert.Equal(content, File.ReadAllText(path));
    }

    [Fact]
    public void A_database_of_another_program_is_refused()
    {
        File.WriteAllBytes(Path.Combine(_folder.Root, "other.db"), []);
        using (var other = SqliteDatabase.Open(Path.Combine(_folder.Root, "other.db")))
        {
            other.Execute("create table recipes (name text)");
        }

        var failure = Assert.Throws<ArchiveException>(() => Archive.Open(Path.Combine(_folder.Root, "other.db")));

        Assert.Contains("another program", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_in_the_archives_place_is_an_error_that_names_it()
    {
        Directory.CreateDirectory(_folder.File);

        Assert.Contains(_folder.File, Assert.Throws<ArchiveException>(() => Archive.Open(_folder.File)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_is_a_file_is_an_error_that_names_the_archive()
    {
        File.WriteAllText(Path.GetDirectoryName(_folder.File)!, "");

        Assert.Contains(_folder.File, Assert.Throws<ArchiveException>(() => Archive.Open(_folder.File)).Message, StringComparison.Ordinal);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task A_read_only_folder_can_be_read_and_says_what_to_do_when_written()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows knows no modes.");
        using (var archive = Archive.Open(_folder.File))
        {
            await archive.SaveAsync(Ana, [SomeRecords.Group(1)], Stop);
        }

        var parent = Path.GetDirectoryName(_folder.File)!;
        using var closed = ReadOnlyFolder.TryMake(parent);
        Assert.SkipWhen(closed is null, "This machine does not let root mount a read-only folder.");
        using var reader = Archive.OpenReadOnly(_folder.File);
        Assert.Single(await ReadAsync(reader));
        Assert.Contains("yours to", Assert.Throws<ArchiveException>(() => Archive.Open(Path.Combine(parent, "new.db"))).Message, StringComparison.Ordinal);
        Assert.Contains("yours to", Assert.Throws<ArchiveException>(() => Archive.Open(_folder.File)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_disk_keeps_what_was_there_and_nothing_of_the_page()
    {
        using var archive = Archive.Open(_folder.File);
        await archive.SaveAsync(Ana, [SomeRecords.Group(1)], Stop);
        archive.Database.Execute("pragma max_page_count = 60");

        var failure = await Assert.ThrowsAsync<ArchiveException>(() => archive.SaveAsync(Ana, [.. Enumerable.Range(2, 20_000).Select(id => SomeRecords.Group(id))], Stop));

        Assert.Contains("full", failure.Message, StringComparison.Ordinal);
        Assert.IsType<SqliteFailure>(failure.InnerException);
        Assert.Single(await ReadAsync(archive));
        archive.Database.Execute("pragma max_page_count = 1000000");
        Assert.Equal(new(1, 0), await archive.SaveAsync(Ana, [SomeRecords.Group(2)], Stop));
    }

    [Fact]
    public async Task A_damaged_archive_says_so()
    {
        using (var archive = Archive.Open(_folder.File))
        {
            await archive.SaveAsync(Ana, [.. Enumerable.Range(0, 2000).Select(id => SomeRecords.Group(id))], Stop);
        }

        await using (var file = new FileStream(_folder.File, FileMode.Open))
        {
            file.Position = 4096;
            await file.WriteAsync(Enumerable.Repeat((byte)0xa5, (int)file.Length - 4096).ToArray(), Stop);
        }

        var failure = await Assert.ThrowsAsync<ArchiveException>(async () =>
        {
            using var archive = Archive.OpenReadOnly(_folder.File);
            await ReadAsync(archive);
        });

        Assert.Contains("damaged", failure.Message, StringComparison.Ordinal);
    }

    private static Task<IReadOnlyList<MeasureGroup>> ReadAsync(Archive archive) => archive.ReadAsync<MeasureGroup>(Ana, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, Stop);

    public void Dispose() => _folder.Dispose();
}
