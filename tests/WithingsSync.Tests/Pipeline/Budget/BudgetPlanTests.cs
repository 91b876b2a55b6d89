using WithingsSync.Pipeline.Budget;
using Xunit;

namespace WithingsSync.Tests.Pipeline.Budget;

public sealed class BudgetPlanTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 6)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void No_minute_holds_more_than_120_requests_whatever_comes(int seed)
    {
        var scene = new BudgetScene(seed);
        var perSecond = 0.5 + (scene.Random.NextDouble() * 8);
        for (double at = 0; at < 400; at += -Math.Log(1 - scene.Random.NextDouble()) / perSecond)
        {
            scene.Ask((Lane)scene.Random.Next(0, 4), $"p{scene.Random.Next(0, 20)}", at);
        }

        scene.Run(400);

        Assert.InRange(scene.FullestMinute(), 1, 120);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_saturated_budget_is_used_to_at_least_95_percent(int seed)
    {
        var scene = Saturated(seed);

        scene.Run(660);

        var used = scene.Gone.Count(gone => gone.At >= BudgetScene.Start.AddSeconds(60));
        Assert.True(used >= 0.95 * 120 * 10, $"{used} of 1200 places were used.");
        Assert.InRange(scene.FullestMinute(), 1, 120);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Somebody_who_looks_at_the_page_waits_less_than_five_seconds_at_a_saturated_budget(int seed)
    {
        var scene = Saturated(seed);
        for (double at = 20; at < 600; at += -Math.Log(1 - scene.Random.NextDouble()) * 8)
        {
            scene.Ask(Lane.Interactive, $"guest{at}", at);
        }

        scene.Run(660);

        var waits = scene.Gone.Where(gone => gone.Ticket.Lane == Lane.Interactive).Select(gone => gone.At - gone.Ticket.AskedAt).ToList();
        Assert.True(waits.Count > 40);
        Assert.True(waits.Max() < TimeSpan.FromSeconds(5), $"One waited {waits.Max()}.");
    }

    [Fact]
    public void A_lane_goes_before_the_lanes_below_it()
    {
        var scene = new BudgetScene(1);
        foreach (var at in Enumerable.Range(0, 150))
        {
            scene.Ask(Lane.Backfill, $"old{at % 5}", at * 0.01);
            scene.Ask(Lane.Notification, $"new{at % 5}", at * 0.4);
        }

        scene.Run(60);

        var notified = scene.Gone.Where(gone => gone.Ticket.Lane == Lane.Notification).Select(gone => (gone.At - gone.Ticket.AskedAt).TotalSeconds).ToList();
        Assert.True(notified.Take(100).Max() < 20, $"{notified.Take(100).Max()}");
        Assert.True(scene.Gone.Count(gone => gone.Ticket.Lane == Lane.Backfill) < 12);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void One_person_with_much_to_read_does_not_hold_up_another(int seed)
    {
        var scene = new BudgetScene(seed);
        foreach (var _ in Enumerable.Range(0, 600))
        {
            scene.Ask(Lane.Notification, "greedy", 0);
        }

        for (double at = 5; at < 180; at += 3)
        {
            scene.Ask(Lane.Notification, $"modest{at}", at + scene.Random.NextDouble());
        }

        scene.Run(240);

        var modest = scene.Gone.Where(gone => gone.Ticket.Account!.Value != "greedy").Select(gone => (gone.At - gone.Ticket.AskedAt).TotalSeconds).ToList();
        Assert.Equal(59, modest.Count);
        Assert.True(modest.Max() < 6, $"One waited {modest.Max()} s.");
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void People_who_want_as_much_get_as_much(int seed)
    {
        var scene = new BudgetScene(seed);
        foreach (var at in Enumerable.Range(0, 1000))
        {
            scene.Ask(Lane.Periodic, $"p{at % 7}", scene.Random.NextDouble());
        }

        scene.Run(180);

        var shares = scene.Gone.GroupBy(gone => gone.Ticket.Account!.Value).Select(group => group.Count()).ToList();
        Assert.Equal(7, shares.Count);
        Assert.InRange(shares.Max() - shares.Min(), 0, 2);
    }

    [Fact]
    public void Who_waited_for_minutes_rises_a_lane_and_goes_in_the_end()
    {
        var scene = new BudgetScene(3);
        scene.Ask(Lane.Backfill, "patient", 1);
        foreach (var at in Enumerable.Range(0, 3000))
        {
            scene.Ask(Lane.Periodic, $"p{at % 40}", at * 0.2);
        }

        scene.Run(600);

        var patient = Assert.Single(scene.Gone, gone => gone.Ticket.Account!.Value == "patient");
        Assert.InRange((patient.At - BudgetScene.Start).TotalSeconds, 180, 190);
    }

    [Fact]
    public void A_ticket_never_rises_to_the_interactive_reserve()
    {
        var ticket = new BudgetTicket("1", "node", Lane.Backfill, null, BudgetScene.Start);

        Assert.Equal(Lane.Periodic, BudgetPlan.LaneOf(ticket, BudgetScene.Start.AddMinutes(4), BudgetRules.Default));
        Assert.Equal(Lane.Notification, BudgetPlan.LaneOf(ticket, BudgetScene.Start.AddDays(4), BudgetRules.Default));
    }

    [Fact]
    public void A_long_answer_for_one_person_leaves_room_for_a_code_at_any_moment()
    {
        var scene = new BudgetScene(2);
        foreach (var at in Enumerable.Range(0, 400))
        {
            scene.Ask(Lane.Interactive, "greedy", at * 0.01);
        }

        foreach (var at in Enumerable.Range(1, 20))
        {
            scene.AskForAll(Lane.Interactive, at * 8);
            scene.AskForAll(Lane.Interactive, at * 8);
        }

        scene.Run(170);

        var codes = scene.Gone.Where(gone => gone.Ticket.Account is null).Select(gone => (gone.At - gone.Ticket.AskedAt).TotalSeconds).ToList();
        Assert.Equal(40, codes.Count);
        Assert.True(codes.Max() < 3, $"One waited {codes.Max()} s.");
        Assert.InRange(scene.FullestMinute(), 100, 120);
    }

    [Fact]
    public void How_long_somebody_would_wait_follows_from_the_places_taken_and_those_before_them()
    {
        var slots = Enumerable.Range(0, 116).Select(at => new BudgetSlot(BudgetScene.Start.AddSeconds(at * 0.1), Lane.Backfill, null)).ToList();
        var now = BudgetScene.Start.AddSeconds(20);

        Assert.Equal(TimeSpan.Zero, BudgetPlan.InteractiveWait(slots.Skip(1), 0, now, BudgetRules.Default));
        Assert.Equal(TimeSpan.FromSeconds(40.5), BudgetPlan.InteractiveWait(slots, 0, now, BudgetRules.Default));
        Assert.Equal(TimeSpan.FromSeconds(41.5), BudgetPlan.InteractiveWait(slots, 10, now, BudgetRules.Default));
        Assert.Equal(TimeSpan.Zero, BudgetPlan.InteractiveWait(slots, 10, now.AddMinutes(2), BudgetRules.Default));
    }

    [Fact]
    public void Background_work_leaves_in_an_even_flow()
    {
        var scene = new BudgetScene(5);
        foreach (var at in Enumerable.Range(0, 300))
        {
            scene.Ask(Lane.Backfill, "p", 0);
        }

        scene.Run(120);

        foreach (var gone in scene.Gone)
        {
            Assert.InRange(scene.Gone.Count(other => other.At >= gone.At && other.At < gone.At.AddSeconds(10)), 1, 21);
        }
    }

    [Fact]
    public void An_empty_budget_lets_a_dozen_notifications_go_at_once()
    {
        var tickets = Enumerable.Range(0, 50).Select(at => new BudgetTicket($"{at}", "node", Lane.Notification, null, BudgetScene.Start)).ToList();

        var turn = BudgetPlan.Decide([], tickets, BudgetScene.Start, BudgetRules.Default);

        Assert.Equal(12, turn.Granted.Count);
        Assert.InRange(turn.LookAgainIn!.Value.TotalSeconds, 0.1, 1);
    }

    /// <summary>More than the budget, of all lanes but the interactive one, in gusts.</summary>
    private static BudgetScene Saturated(int seed)
    {
        var scene = new BudgetScene(seed);
        for (double at = 0; at < 660; at += 10 * scene.Random.NextDouble())
        {
            foreach (var _ in Enumerable.Range(0, scene.Random.Next(5, 25)))
            {
                scene.Ask((Lane)scene.Random.Next(1, 4), $"p{scene.Random.Next(0, 30)}", at);
            }
        }

        foreach (var _ in Enumerable.Range(0, 500))
        {
            scene.Ask(Lane.Backfill, $"p{scene.Random.Next(0, 30)}", 0);
        }

        return scene;
    }
}
