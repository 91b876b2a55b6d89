using WithingsSync.Storage.Sqlite;
using Xunit;

namespace WithingsSync.Tests.Cli;

/// <summary>The commands that only read, on an archive from before the ledger.</summary>
public sealed class OldArchiveTests : IDisposable
{
    private readonly PersonalFolder _folder = new();

    [Theory]
    [InlineData("status")]
    [InlineData("chart")]
    [InlineData("export --to-json")]
    [InlineData("deliveries list")]
    [InlineData("review list")]
    public async Task An_archive_of_an_older_version_is_left_as_it_is_and_said_how_to_bring_up_to_date(string line)
    {
        using (var database = SqliteDatabase.Open(_folder.ArchiveFile))
        {
            database.Execute("drop table deliveries; drop table delivery_marks; drop table reviews; delete from schema_version where version > 1");
        }

        Assert.Equal(1, await _folder.RunAsync(line.Split(' ')));

        Assert.Contains($"{_folder.ArchiveFile} is empty or from an older withings-sync. Pull once to bring it up to date.", _folder.Error.ToString(), StringComparison.Ordinal);
        using var left = SqliteDatabase.OpenReadOnly(_folder.ArchiveFile);
        Assert.False(left.HasTable("deliveries"));
    }

    public void Dispose() => _folder.Dispose();
}
