using Npgsql;
using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.Tests.Storage.Server;

/// <summary>The tests' own PostgreSQL.</summary>
public sealed class PostgresServerTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_database_is_new_for_each_who_asks()
    {
        var server = await PostgresServer.SharedAsync();

        Assert.NotEqual(await server.CreateDatabaseAsync(), await server.CreateDatabaseAsync());
    }

    [Fact]
    public async Task What_was_committed_is_there_after_a_kill()
    {
        await using var server = await PostgresServer.StartAsync(durable: true);
        var address = await server.CreateDatabaseAsync();
        await RunAsync(address, "create table kept (it integer); insert into kept values (7)");

        await server.KillAsync();

        Assert.Equal(7, await RunAsync(address, "select it from kept"));
    }

    private static async Task<object?> RunAsync(string address, string sql)
    {
        await using var source = NpgsqlDataSource.Create(address);
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync(Stop);
    }
}
