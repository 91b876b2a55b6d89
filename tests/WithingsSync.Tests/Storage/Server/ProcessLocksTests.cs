using WithingsSync.Storage.Server;
using Xunit;

namespace WithingsSync.Tests.Storage.Server;

public sealed class ProcessLocksTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_name_is_held_by_one_at_a_time(bool postgres)
    {
        using var database = await OpenServerDatabase.CreateAsync(postgres);
        await using var locks = new ProcessLocks(database.Open(), TimeProvider.System);
        var (inside, most) = (0, 0);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ =>
        {
            await using var held = await locks.AcquireAsync("grant ana", Stop);
            most = Math.Max(most, Interlocked.Increment(ref inside));
            await Task.Yield();
            Interlocked.Decrement(ref inside);
        }));

        Assert.Equal(1, most);
        await using var other = await locks.TryAcquireAsync("grant ben", Stop);
        Assert.NotNull(other);
    }

    [Fact]
    public async Task Another_process_waits_until_it_is_released_or_the_holder_is_gone()
    {
        using var database = await OpenServerDatabase.CreateAsync(postgres: true);
        await using var other = new ProcessLocks(database.Open(), TimeProvider.System);
        var mine = new ProcessLocks(database.Open(), TimeProvider.System);
        var held = await mine.AcquireAsync("grant ana", Stop);
        Assert.Null(await other.TryAcquireAsync("grant ana", Stop));
        await held.DisposeAsync();
        await using (await other.AcquireAsync("grant ana", Stop))
        {
        }

        await mine.AcquireAsync("grant ana", Stop);
        await mine.DisposeAsync();

        await using var again = await other.AcquireAsync("grant ana", Stop).WaitAsync(TimeSpan.FromSeconds(20), Stop);
    }

    [Fact]
    public async Task A_broken_connection_is_replaced_and_what_was_held_is_held_again()
    {
        using var database = await OpenServerDatabase.CreateAsync(postgres: true);
        var first = database.Open();
        await using var mine = new ProcessLocks(first, TimeProvider.System);
        await using var other = new ProcessLocks(database.Open(), TimeProvider.System);
        await using var held = await mine.AcquireAsync("grant ana", Stop);
        await using (var kill = first.Postgres!.CreateCommand("select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())"))
        {
            await kill.ExecuteNonQueryAsync(Stop);
        }

        // The first word after the break says so; the next finds a new connection.
        await Record.ExceptionAsync(() => mine.TryAcquireAsync("grant ben", Stop));
        await using var ben = await mine.TryAcquireAsync("grant ben", Stop);

        Assert.NotNull(ben);
        Assert.Null(await other.TryAcquireAsync("grant ana", Stop));
    }
}
