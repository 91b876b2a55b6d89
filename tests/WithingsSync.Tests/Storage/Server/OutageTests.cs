using WithingsSync.Health;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Storage;
using WithingsSync.Storage.Server;
using WithingsSync.Testing;
using WithingsSync.Tests.Contracts;
using Xunit;

namespace WithingsSync.Tests.Storage.Server;

/// <summary>A PostgreSQL that is gone, comes back, or does not let us in.</summary>
public sealed class OutageTests
{
    private static readonly AccountId Ana = new("ana");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_fails_while_it_is_down_says_so_and_what_comes_after_succeeds()
    {
        await using var server = await PostgresServer.StartAsync(durable: false);
        using var database = ServerDatabase.OpenPostgres(await server.CreateDatabaseAsync(), TimeProvider.System);
        await ManyAtOnceAsync(database);

        await server.StopAsync();
        var down = await Assert.ThrowsAsync<ArchiveException>(() => database.Records.SaveAsync(Ana, [SomeRecords.Group(1)], Stop));
        var still = await Assert.ThrowsAsync<ArchiveException>(() => ReadAsync(database));
        await server.RestartAsync();

        Assert.StartsWith("PostgreSQL ", down.Message, StringComparison.Ordinal);
        Assert.Contains("Check that it runs", still.Message, StringComparison.Ordinal);
        await ManyAtOnceAsync(database);
    }

    [Fact]
    public async Task A_restart_that_nobody_saw_costs_one_work_and_no_other()
    {
        await using var server = await PostgresServer.StartAsync(durable: true);
        using var database = ServerDatabase.OpenPostgres(await server.CreateDatabaseAsync(), TimeProvider.System);
        await database.Records.SaveAsync(Ana, [SomeRecords.Group(1)], Stop);
        await ManyAtOnceAsync(database);

        await server.KillAsync();

        await Assert.ThrowsAsync<ArchiveException>(() => ReadAsync(database));
        await ManyAtOnceAsync(database);
        Assert.Equal(SomeRecords.Group(1), Assert.Single(await ReadAsync(database)));
    }

    [Fact]
    public async Task A_write_that_the_server_s_death_cut_off_has_kept_nothing()
    {
        await using var server = await PostgresServer.StartAsync(durable: true);
        using var database = ServerDatabase.OpenPostgres(await server.CreateDatabaseAsync(), TimeProvider.System);

        await Assert.ThrowsAsync<ArchiveException>(() => database.Sessions.WriteAsync(
            session =>
            {
                session.Records.Save(Ana, [SomeRecords.Group(1)], Stop);
                server.KillAsync().GetAwaiter().GetResult();
                return session.Records.Save(Ana, [SomeRecords.Group(2)], Stop);
            },
            Stop));

        Assert.Empty(await ReadAsync(database));
    }

    [Fact]
    public async Task It_is_found_by_an_address_and_a_wrong_password_is_not_repeated()
    {
        var address = await (await PostgresServer.SharedAsync()).CreateDatabaseAddressAsync();

        using (var database = ServerDatabase.OpenPostgres(address, TimeProvider.System))
        {
            Assert.Equal(new(1, 0), await database.Records.SaveAsync(Ana, [SomeRecords.Group(1)], Stop));
        }

        var wrong = address.Replace("postgres:loopback-only", "postgres:wrong-secret", StringComparison.Ordinal);
        Assert.NotEqual(address, wrong);
        var refused = Assert.Throws<ArchiveException>(() => ServerDatabase.OpenPostgres(wrong, TimeProvider.System));
        Assert.DoesNotContain("wrong-secret", refused.ToString(), StringComparison.Ordinal);
        Assert.Contains("password", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_at_the_address_is_a_sentence()
    {
        var failure = Assert.Throws<ArchiveException>(() => ServerDatabase.OpenPostgres("Host=127.0.0.1;Port=1;Username=nobody;Password=a-secret;Database=none", TimeProvider.System));

        Assert.Contains("Check that it runs", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("a-secret", failure.ToString(), StringComparison.Ordinal);
    }

    /// <summary>More work than connections, so that each of them is used.</summary>
    private static Task ManyAtOnceAsync(ServerDatabase database) => Task.WhenAll(Enumerable.Range(0, 24).Select(_ => Task.Run(() => ReadAsync(database))));

    private static Task<IReadOnlyList<MeasureGroup>> ReadAsync(ServerDatabase database) =>
        database.Records.ReadAsync<MeasureGroup>(Ana, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, Stop);
}
