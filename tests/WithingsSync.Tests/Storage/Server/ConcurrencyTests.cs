using System.Globalization;
using WithingsSync.Health;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Delivering;
using WithingsSync.Storage;
using WithingsSync.Storage.Server;
using WithingsSync.Testing;
using WithingsSync.Tests.Contracts;
using Xunit;

namespace WithingsSync.Tests.Storage.Server;

/// <summary>Many at once. Each <see cref="ServerDatabase"/> here has connections of its own, as another process would have.</summary>
public sealed class ConcurrencyTests
{
    private static readonly AccountId Ana = new("ana");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Many_nodes_may_make_the_tables_of_one_empty_database()
    {
        var address = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();

        var nodes = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => ServerDatabase.OpenPostgres(address, TimeProvider.System))));

        Assert.Equal(new(1, 0), await nodes[0].Records.SaveAsync(Ana, [SomeRecords.Group(1)], Stop));
        Assert.All(await Task.WhenAll(nodes.Select(node => node.Records.ReadAsync<MeasureGroup>(Ana, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, Stop))), groups => Assert.Single(groups));
        Array.ForEach(nodes, node => node.Dispose());
    }

    [Theory]
    [MemberData(nameof(SomeServer.Databases), MemberType = typeof(SomeServer))]
    public async Task Eight_writers_on_one_account_lose_nothing(string database)
    {
        using var server = await SomeServer.OnAsync(database);
        using var node = server.Again();

        var added = await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(() => WriteAsync((writer % 2 == 0 ? server.Database : node).Records, writer))));

        // Of the records that all eight save each is added once; of the days that they share no sample is lost.
        Assert.Equal(10 * 20, added.Sum());
        var samples = await server.Database.Records.ReadAsync<IntradaySample>(Ana, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, Stop);
        Assert.Equal(Enumerable.Range(0, 80).Select(Sample), samples);
        Assert.Equal(80, (await server.Database.Records.ReadAsync(Ana, new("garmin", "ana"), Stop)).Count);
    }

    [Theory]
    [MemberData(nameof(SomeServer.Databases), MemberType = typeof(SomeServer))]
    public async Task A_reader_never_sees_half_a_write(string database)
    {
        using var server = await SomeServer.OnAsync(database);
        await server.Database.Records.SaveAsync(Ana, Page(0), Stop);
        using var written = new CancellationTokenSource();

        var readers = Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
        {
            for (var reads = 0; reads < 5 || !written.IsCancellationRequested; reads++)
            {
                var groups = await server.Database.Records.ReadAsync<MeasureGroup>(Ana, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, Stop);
                Assert.Equal(20, groups.Count);
                Assert.Single(groups.SelectMany(group => group.Measures.Select(measure => measure.Value).Append(long.Parse(group.Comment!, CultureInfo.InvariantCulture))).Distinct());
                Assert.All(groups, group => Assert.Equal(5, group.Measures.Count));
            }
        })).ToList();
        for (var version = 1; version <= 30; version++)
        {
            await server.Database.Records.SaveAsync(Ana, Page(version), Stop);
        }

        await written.CancelAsync();
        await Task.WhenAll(readers);
    }

    [Theory]
    [MemberData(nameof(SomeServer.Databases), MemberType = typeof(SomeServer))]
    public async Task Rows_that_are_being_read_do_not_mind_another_statement(string database)
    {
        using var server = await SomeServer.OnAsync(database);
        await server.Database.Records.SaveAsync(Ana, [.. Enumerable.Range(0, 50).Select(id => SomeRecords.Group(id, id))], Stop);

        var ids = await server.Database.Sessions.WriteAsync(
            session =>
            {
                var found = new List<long>();
                using var rows = session.Database.Prepare("select group_id, comment from measure_groups where account_id = $1 order by group_id").Text("ana").Query();
                while (rows.Next())
                {
                    found.Add(rows.Integer());
                    session.Database.Prepare("update measure_groups set comment = $1 where account_id = $2 and group_id = $3").Text("seen").Text("ana").Integer(found[^1] - 1).Run();
                    Assert.True(found.Count == 1 || rows.OptionalText() is null or "seen");
                }

                return found;
            },
            Stop);

        Assert.Equal(Enumerable.Range(0, 50).Select(id => (long)id), ids);
    }

    private static async Task<int> WriteAsync(Archive records, int writer)
    {
        var added = 0;
        for (var page = 0; page < 10; page++)
        {
            added += (await records.SaveAsync(Ana, [.. Enumerable.Range(page * 20, 20).Select(id => SomeRecords.Group(id))], Stop)).Added;
            await records.SaveAsync(Ana, [Sample((page * 8) + writer)], Stop);
            var version = new Delivery(new(ReadingKind.Weight, SomeRecords.Noon), new((Figures.Weight, 70 + (((page * 8) + writer) / 100m))), DeliveryState.Pending);
            await records.SaveAsync(Ana, new("garmin", "ana"), [version], Stop);
        }

        return added;
    }

    private static IntradaySample Sample(int minute) => new(SomeRecords.Noon.AddMinutes(10 * minute), Metrics.None);

    private static MeasureGroup[] Page(int version) => [.. Enumerable.Range(0, 20).Select(id =>
        SomeRecords.Group(id, id, version, [.. Enumerable.Range(0, 5).Select(_ => new Measure(1, version, 0))]) with { Comment = version.ToString(CultureInfo.InvariantCulture) })];
}
