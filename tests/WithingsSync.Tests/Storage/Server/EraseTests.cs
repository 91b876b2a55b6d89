using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Delivering;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Storage;
using WithingsSync.Tests.Contracts;
using Xunit;

namespace WithingsSync.Tests.Storage.Server;

public sealed class EraseTests
{
    /// <summary>What says who a person is and what is under way for them; it ends with the row in people, or by itself.</summary>
    private static readonly string[] NotOfTheBody =
        ["access_tokens", "oauth_codes", "oauth_grants", "connect_states", "budget_slots", "budget_tickets", "backfills", "watches", "dead_letters", "destination_secrets", "destination_links", "link_attempts", "integrations"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(SomeServer.Databases), MemberType = typeof(SomeServer))]
    public async Task Nothing_is_left_of_a_person_and_nothing_of_another_is_missing(string database)
    {
        using var server = await SomeServer.OnAsync(database);
        await FillAsync(server.Database.Records, new("ana"));
        await FillAsync(server.Database.Records, new("ben"));
        var ben = await RowsAsync(server, "ben");
        Assert.All(ben, table => Assert.True(table.Value.Count > 0, $"The test fills no row of {table.Key}."));
        var count = (await RowsAsync(server, "ana")).Sum(table => table.Value.Count);

        Assert.Equal(count, await server.Database.Records.EraseAsync(new("ana"), Stop));

        Assert.All(await RowsAsync(server, "ana"), table => Assert.Empty(table.Value));
        Assert.Equal(ben, await RowsAsync(server, "ben"));
        Assert.Equal(0, await server.Database.Records.EraseAsync(new("ana"), Stop));
    }

    [Fact]
    public async Task A_personal_archive_forgets_a_person_too()
    {
        using var folder = new ArchiveFolder();
        using var archive = Archive.Open(folder.File);
        await FillAsync(archive, new("ana"));
        await FillAsync(archive, new("ben"));

        await archive.EraseAsync(new("ana"), Stop);

        Assert.All(await archive.SummariseAsync(new("ana"), Stop), summary => Assert.Equal(0, summary.Count));
        Assert.Empty(await archive.DestinationsAsync(new("ana"), Stop));
        Assert.Equal([new AccountId("ben")], archive.Accounts());
    }

    /// <summary>At least a row in every table.</summary>
    internal static async Task FillAsync(Archive archive, AccountId account)
    {
        foreach (var records in SomeRecords.All())
        {
            await archive.SaveAsync(account, records, Stop);
        }

        await archive.SaveAsync(account, [SomeRecords.Group(900, 0, 0, new(10, 120, 0), new(9, 80, 0))], Stop);
        await archive.SaveStateAsync(account, Feed.Measures, new(ChangedSince: 5), Stop);
        await archive.SaveVersionAsync(account, Feed.Sleep, 7, SomeRecords.Noon, Stop);
        await archive.SaveFailureAsync(account, Feed.Sleep, 8, new(SomeRecords.Noon, 1, SomeRecords.Noon), Stop);
        await archive.SaveAskAsync(account, Feed.Sleep, 9, new(SomeRecords.Noon, SomeRecords.Noon), Stop);
        var garmin = new DestinationAccount("garmin", "somebody");
        var id = new ReadingId(ReadingKind.Weight, SomeRecords.Noon);
        await archive.SaveAsync(account, garmin, [new Delivery(id, new((Figures.Weight, 80.5m)), DeliveryState.Sent) { ChangedAt = SomeRecords.Noon }], Stop);
        await archive.SaveMarksAsync(account, garmin, new(SomeRecords.Noon, SomeRecords.Noon), Stop);
        await archive.SaveReviewsAsync(account, [new(id, IsAccepted: true, SomeRecords.Noon)], Stop);
        await archive.NoteReadAsync(account, "phone", "withings_status", null, null, 0, Stop);
    }

    private static async Task<SortedDictionary<string, IReadOnlyList<string>>> RowsAsync(SomeServer server, string person)
    {
        var rows = await Tables.RowsAsync(server.Database, person, Stop);
        return new(rows.Where(table => !NotOfTheBody.Contains(table.Key)).ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal);
    }
}
