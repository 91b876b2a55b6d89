using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Budget;
using WithingsSync.Storage.Server;
using Xunit;

namespace WithingsSync.Tests.Storage.Server;

public sealed class BudgetStoreTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false, 2)]
    [InlineData(false, 4)]
    [InlineData(true, 2)]
    [InlineData(true, 4)]
    public async Task Several_nodes_together_never_exceed_the_budget_and_use_it(bool postgres, int count)
    {
        using var database = await OpenServerDatabase.CreateAsync(postgres);
        var nodes = Enumerable.Range(0, count).Select(at => new Node($"node{at}", new(database.Open(), BudgetRules.Default))).ToList();
        var random = new Random(count);
        var gone = new List<DateTimeOffset>();
        var now = Start;
        while (now < Start.AddSeconds(200))
        {
            var node = nodes[random.Next(count)];
            while (node.Waiting.Count < 12)
            {
                node.Waiting.Add(new(Guid.CreateVersion7().ToString(), node.Name, (Lane)random.Next(1, 4), new AccountId($"p{random.Next(9)}"), now));
            }

            var look = await node.Store.TurnAsync(node.Name, node.Waiting, [], now, Stop);
            node.Waiting.RemoveAll(ticket => look.Granted.Contains(ticket.Id));
            gone.AddRange(look.Granted.Select(_ => now));
            now += TimeSpan.FromMilliseconds(random.Next(5, 400 / count));
        }

        Assert.All(gone, last => Assert.InRange(gone.Count(at => at > last.AddSeconds(-60) && at <= last), 1, 120));
        Assert.True(gone.Count(at => at >= Start.AddSeconds(60)) >= 0.93 * 2 * 140, $"{gone.Count(at => at >= Start.AddSeconds(60))} went in 140 s.");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Places_taken_before_a_restart_stay_taken(bool postgres)
    {
        using var database = await OpenServerDatabase.CreateAsync(postgres);
        var rules = new BudgetRules { PerMinute = 2, Reserve = 0 };
        var before = new Node("before", new(database.Open(), rules)) { Waiting = [Ticket("before", Lane.Interactive), Ticket("before", Lane.Interactive)] };
        Assert.Equal(2, (await before.Store.TurnAsync(before.Name, before.Waiting, [], Start, Stop)).Granted.Count);

        var after = new BudgetStore(database.Open(), rules);
        var ticket = Ticket("after", Lane.Interactive);

        Assert.Empty((await after.TurnAsync("after", [ticket], [], Start.AddSeconds(60.4), Stop)).Granted);
        Assert.Single((await after.TurnAsync("after", [ticket], [], Start.AddSeconds(60.5), Stop)).Granted);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_place_granted_by_another_node_is_fetched_and_one_of_a_dead_node_is_free_again(bool postgres)
    {
        using var database = await OpenServerDatabase.CreateAsync(postgres);
        var rules = new BudgetRules { PerMinute = 1, Reserve = 0 };
        var (one, other) = (new BudgetStore(database.Open(), rules), new BudgetStore(database.Open(), rules));
        await one.TurnAsync("one", [Ticket("one", Lane.Interactive)], [], Start, Stop);
        var waits = Ticket("other", Lane.Interactive);
        Assert.Empty((await other.TurnAsync("other", [waits], [], Start.AddSeconds(58), Stop)).Granted);

        // One's turn lets other's ticket go before its own, which came later.
        var later = Ticket("one", Lane.Interactive);
        Assert.Empty((await one.TurnAsync("one", [later], [], Start.AddSeconds(60.6), Stop)).Granted);
        Assert.Equal([waits.Id], (await other.TurnAsync("other", [waits], [], Start.AddSeconds(60.7), Stop)).Granted);

        // Other asks again and dies; what is granted to it meanwhile returns.
        Assert.Empty((await other.TurnAsync("other", [Ticket("other", Lane.Notification)], [], Start.AddSeconds(120), Stop)).Granted);
        Assert.Empty((await one.TurnAsync("one", [later], [], Start.AddSeconds(120.1), Stop)).Granted);
        Assert.Equal([later.Id], (await one.TurnAsync("one", [later], [], Start.AddSeconds(121.3), Stop)).Granted);
        Assert.DoesNotContain((await one.LookAsync(Start.AddSeconds(126), Stop)).Waiting, ticket => ticket.Node == "one");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_clock_that_is_set_back_neither_frees_places_nor_blocks_them_for_long(bool postgres)
    {
        using var database = await OpenServerDatabase.CreateAsync(postgres);
        var store = new BudgetStore(database.Open(), new() { PerMinute = 1, Reserve = 0 });
        await store.TurnAsync("one", [Ticket("one", Lane.Interactive)], [], Start, Stop);
        var ticket = Ticket("one", Lane.Interactive);

        Assert.Empty((await store.TurnAsync("one", [ticket], [], Start.AddHours(-3), Stop)).Granted);
        Assert.Single((await store.TurnAsync("one", [ticket], [], Start.AddHours(-3).AddSeconds(61), Stop)).Granted);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_given_up_leaves_no_trace(bool postgres)
    {
        using var database = await OpenServerDatabase.CreateAsync(postgres);
        var store = new BudgetStore(database.Open(), new() { PerMinute = 1, Reserve = 0 });
        var first = Ticket("one", Lane.Interactive);
        await store.TurnAsync("one", [first], [], Start, Stop);

        await store.TurnAsync("one", [], [first.Id], Start.AddSeconds(1), Stop);

        var state = await store.LookAsync(Start.AddSeconds(1), Stop);
        Assert.Equal((0, 1, 0), (state.Used, state.Free, state.Waiting.Count));
    }

    private static BudgetTicket Ticket(string node, Lane lane) => new(Guid.CreateVersion7().ToString(), node, lane, new("ana"), Start);

    private sealed record Node(string Name, BudgetStore Store)
    {
        public List<BudgetTicket> Waiting { get; init; } = [];
    }
}
