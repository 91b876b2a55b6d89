using WithingsSync.Pipeline.Accounts;
using WithingsSync.Storage;
using WithingsSync.Storage.Reads;
using WithingsSync.Storage.Server;
using WithingsSync.Testing;
using WithingsSync.Tests.Contracts;
using Xunit;

namespace WithingsSync.Tests.Storage.Server;

/// <summary>The access log, and how much a token shows.</summary>
public sealed class ToolReadTests
{
    private static readonly AccountId Ana = new("ana");
    private static readonly AccountId Ben = new("ben");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(SomeServer.Databases), MemberType = typeof(SomeServer))]
    public async Task The_newest_entries_of_one_person_are_told_first(string database)
    {
        var time = new ManualTime(SomeRecords.Noon);
        using var server = database == "PostgreSQL" ? await SomeServer.OnPostgresAsync(time) : SomeServer.OnSqlite(time);
        var records = server.Database.Records;
        await records.NoteReadAsync(Ana, "phone", "withings_status", null, null, 3, Stop);
        time.Advance(TimeSpan.FromMinutes(1));
        await records.NoteReadAsync(Ana, "laptop", "withings_get_sleep", SomeRecords.Noon.AddDays(-7), SomeRecords.Noon, 7, Stop);
        await records.NoteReadAsync(Ben, "other", "withings_status", null, null, 1, Stop);

        var all = await records.ReadNotesAsync(Ana, DateTimeOffset.UnixEpoch, 10, Stop);

        var sleep = new ToolRead(SomeRecords.Noon.AddMinutes(1), "laptop", "withings_get_sleep", SomeRecords.Noon.AddDays(-7), SomeRecords.Noon, 7);
        Assert.Equal([sleep, new ToolRead(SomeRecords.Noon, "phone", "withings_status", null, null, 3)], all);
        Assert.Equal([sleep], await records.ReadNotesAsync(Ana, DateTimeOffset.UnixEpoch, 1, Stop));
        Assert.Equal([sleep], await records.ReadNotesAsync(Ana, SomeRecords.Noon.AddSeconds(1), 10, Stop));
    }

    [Theory]
    [MemberData(nameof(SomeServer.Databases), MemberType = typeof(SomeServer))]
    public async Task What_is_old_is_forgotten(string database)
    {
        var time = new ManualTime(SomeRecords.Noon);
        using var server = database == "PostgreSQL" ? await SomeServer.OnPostgresAsync(time) : SomeServer.OnSqlite(time);
        var records = server.Database.Records;
        await records.NoteReadAsync(Ana, "phone", "old", null, null, 0, Stop);
        time.Advance(TimeSpan.FromDays(1));
        await records.NoteReadAsync(Ana, "phone", "new", null, null, 0, Stop);

        Assert.Equal(1, await records.ForgetNotesAsync(SomeRecords.Noon.AddHours(1), Stop));

        Assert.Equal("new", Assert.Single(await records.ReadNotesAsync(Ana, DateTimeOffset.UnixEpoch, 10, Stop)).What);
    }

    [Fact]
    public async Task A_personal_archive_has_a_log_too()
    {
        using var folder = new ArchiveFolder();
        using var archive = Archive.Open(folder.File);

        await archive.NoteReadAsync(Ana, "claude", "withings_status", null, null, 0, Stop);

        Assert.Equal("claude", Assert.Single(await archive.ReadNotesAsync(Ana, DateTimeOffset.UnixEpoch, 10, Stop)).Client);
    }

    [Theory]
    [MemberData(nameof(SomeServer.Databases), MemberType = typeof(SomeServer))]
    public async Task A_token_keeps_how_much_it_shows_and_one_from_before_shows_everything(string database)
    {
        using var server = await SomeServer.OnAsync(database);
        var tokens = new AccessTokenStore(server.Database);
        var ana = await new PeopleStore(server.Database).AddAsync("ana", null, SomeRecords.Noon, Stop);
        foreach (var privacy in Enum.GetValues<Privacy>())
        {
            var (_, secret) = await tokens.IssueAsync(ana!.Id, AccessTokenKind.Person, $"{privacy}", privacy, SomeRecords.Noon, Stop);
            Assert.Equal(privacy, (await tokens.FindAsync(secret, SomeRecords.Noon, Stop))!.Privacy);
        }

        await Tables.RunAsync(server.Database, "insert into access_tokens (id, kind, name, hash, created_at) values ('old', 'service', 'old', 'none', 0)", Stop);

        Assert.Equal(Privacy.Full, (await tokens.ListAsync(null, Stop)).Single(token => token.Id == "old").Privacy);
    }
}
