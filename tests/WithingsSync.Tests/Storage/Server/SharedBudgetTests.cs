using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Budget;
using WithingsSync.Server.Budget;
using WithingsSync.Storage;
using WithingsSync.Storage.Server;
using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.Tests.Storage.Server;

public sealed class SharedBudgetTests
{
    private static readonly AccountId Ana = new("ana");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false, 2)]
    [InlineData(true, 4)]
    public async Task Several_processes_share_one_budget_and_everybody_gets_through(bool postgres, int count)
    {
        using var database = await OpenServerDatabase.CreateAsync(postgres);
        var rules = new BudgetRules { PerMinute = 10, Reserve = 2, Hold = TimeSpan.FromSeconds(1) };
        var budgets = Enumerable.Range(0, count).Select(at => Budget(database.Open(), rules, TimeProvider.System, postgres, $"node{at}")).ToList();
        var watch = Stopwatch.StartNew();

        await Task.WhenAll(Enumerable.Range(0, 28).Select(at => budgets[at % count].WaitAsync((Lane)(1 + (at % 3)), new($"p{at % 5}"), Stop)));

        Assert.InRange(watch.Elapsed.TotalSeconds, 2.2, 60);
        foreach (var budget in budgets)
        {
            await budget.DisposeAsync();
        }
    }

    [Fact]
    public async Task Who_waits_goes_when_a_place_comes_free()
    {
        using var database = await OpenServerDatabase.CreateAsync(postgres: false);
        var time = new ManualTime();
        await using var budget = Budget(database.Open(time), new() { PerMinute = 1, Reserve = 0 }, time, false, "node");
        await budget.WaitAsync(Lane.Interactive, Ana, Stop);

        await time.DriveAsync(budget.WaitAsync(Lane.Interactive, Ana, Stop));

        Assert.InRange(time.Elapsed.TotalSeconds, 60.5, 61);
    }

    [Fact]
    public async Task Who_gives_up_waits_no_longer_and_keeps_nobody_waiting()
    {
        using var database = await OpenServerDatabase.CreateAsync(postgres: false);
        var time = new ManualTime();
        await using var budget = Budget(database.Open(time), new() { PerMinute = 1, Reserve = 0 }, time, false, "node");
        await budget.WaitAsync(Lane.Interactive, Ana, Stop);
        using var enough = new CancellationTokenSource();
        var waits = budget.WaitAsync(Lane.Interactive, Ana, enough.Token);

        await enough.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waits);
        await time.DriveAsync(budget.WaitAsync(Lane.Interactive, Ana, Stop));
        Assert.InRange(time.Elapsed.TotalSeconds, 60.5, 61);
    }

    [Fact]
    public async Task A_database_that_is_away_lets_nobody_through_and_everybody_when_it_is_back()
    {
        await using var server = await PostgresServer.StartAsync(durable: false);
        using var database = ServerDatabase.OpenPostgres(await server.CreateDatabaseAsync(), TimeProvider.System);
        await using var budget = Budget(database, BudgetRules.Default, TimeProvider.System, true, "node");
        await budget.WaitAsync(Lane.Interactive, Ana, Stop);
        await server.StopAsync();

        var waits = budget.WaitAsync(Lane.Interactive, Ana, Stop);
        await Assert.ThrowsAsync<ArchiveException>(() => budget.LookAsync(Stop));
        Assert.False(waits.IsCompleted);
        await server.RestartAsync();

        await waits.WaitAsync(TimeSpan.FromSeconds(60), Stop);
    }

    private static SharedBudget Budget(ServerDatabase database, BudgetRules rules, TimeProvider time, bool databaseClock, string node) =>
        new(new(database, rules), time, databaseClock, node, NullLogger<SharedBudget>.Instance);
}
