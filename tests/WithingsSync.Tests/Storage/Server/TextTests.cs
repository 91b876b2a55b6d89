using FsCheck;
using FsCheck.Fluent;
using WithingsSync.Storage.Postgres;
using WithingsSync.Tests.Contracts;
using Xunit;

namespace WithingsSync.Tests.Storage.Server;

/// <summary>Texts come back as they were and sort by their bytes, whatever the database makes of characters.</summary>
public sealed class TextTests
{
    private static readonly string[] Names =
        ["a", "a\0", "a\0b", "a\u0001", "a\u0001\u0001", "a\u0001\u0002", "a\u0001b", "a\u0002", "B", "b", "a-b", "ab", "a b", "Ä", "ä", "ß", "z", "Z", "_", "🩺", "é", "e\u0301"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(SomeServer.Databases), MemberType = typeof(SomeServer))]
    public async Task Names_sort_by_their_bytes_and_none_is_taken_for_another(string database)
    {
        using var server = await SomeServer.OnAsync(database);
        foreach (var name in Names)
        {
            await server.Database.Records.SaveMarksAsync(new("ana"), new("garmin", name), new(SomeRecords.Noon, SomeRecords.Noon), Stop);
        }

        var found = await server.Database.Records.DestinationsAsync(new("ana"), Stop);

        Assert.Equal(Names.OrderBy(name => Convert.ToHexString(System.Text.Encoding.UTF8.GetBytes(name)), StringComparer.Ordinal), found.Select(destination => destination.Recipient));
    }

    [Theory]
    [MemberData(nameof(SomeServer.Databases), MemberType = typeof(SomeServer))]
    public async Task Half_a_surrogate_pair_is_written_as_the_replacement_character(string database)
    {
        using var server = await SomeServer.OnAsync(database);

        await server.Database.Records.SaveMarksAsync(new("ana"), new("garmin", "a\ud83e"), new(SomeRecords.Noon, SomeRecords.Noon), Stop);

        Assert.Equal("a\ufffd", Assert.Single(await server.Database.Records.DestinationsAsync(new("ana"), Stop)).Recipient);
    }

    [Fact]
    public void Any_text_comes_back_and_keeps_its_place()
    {
        var texts = Gen.ArrayOf(Gen.Elements('\0', '\u0001', '\u0002', 'a')).Select(letters => new string(letters));

        Check.QuickThrowOnFailure(Prop.ForAll(Arb.From(texts), Arb.From(texts), (one, other) =>
            PostgresText.Read(PostgresText.Written(one)) == one
            && !PostgresText.Written(one).Contains('\0', StringComparison.Ordinal)
            && Math.Sign(string.CompareOrdinal(PostgresText.Written(one), PostgresText.Written(other))) == Math.Sign(string.CompareOrdinal(one, other))));
    }
}
