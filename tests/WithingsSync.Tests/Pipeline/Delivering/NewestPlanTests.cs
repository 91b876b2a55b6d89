using WithingsSync.Pipeline.Delivering;
using Xunit;
using static WithingsSync.Tests.Pipeline.Delivering.SomeReadings;

namespace WithingsSync.Tests.Pipeline.Delivering;

/// <summary>What is to be done where only the newest weight is kept.</summary>
public sealed class NewestPlanTests
{
    private static readonly Reading First = Weight(At(10), 80.5m);
    private static readonly Reading Second = Weight(At(11), 80.1m);

    [Fact]
    public void Only_the_newest_is_sent() => Assert.Equal(Second.Id, Assert.Single(Steps([First, Second], [])).Id);

    [Fact]
    public void The_newest_that_is_there_is_left_alone() => Assert.Empty(Steps([First, Second], [Row(Second, DeliveryState.Confirmed)]));

    [Fact]
    public void A_newer_one_takes_the_place_of_the_one_before()
    {
        var step = Assert.Single(Steps([First, Second], [Row(First, DeliveryState.Confirmed)]));

        Assert.Equal((Second.Id, First.Id), (step.Id, Assert.Single(step.Older).Id));
    }

    [Fact]
    public void When_the_newest_was_deleted_the_one_before_is_sent_again()
    {
        var step = Assert.Single(Steps([First], [Row(First, DeliveryState.Superseded), Row(Second, DeliveryState.Confirmed)]));

        Assert.Equal((First.Id, Second.Id), (step.Id, Assert.Single(step.Older).Id));
    }

    [Fact]
    public void A_changed_newest_is_sent_again() =>
        Assert.Equal(PlannedAction.Send, Assert.Single(Steps([First, Weight(At(11), 80.3m)], [Row(Second, DeliveryState.Confirmed)])).Action);

    [Fact]
    public void An_old_window_sends_nothing() =>
        Assert.Empty(Steps([First, Second], [], new DeliveryOrder { FirstSince = Midnight, Window = (At(10, 0), At(10, 23)) }));

    [Fact]
    public void A_newest_that_waits_for_review_lets_the_one_before_go()
    {
        var steps = Steps([First, Weight(At(11), 60m, attribution: 1)], []);

        Assert.Equal([PlannedAction.Send, PlannedAction.Hold], steps.Select(step => step.Action));
    }

    [Fact]
    public void A_delivered_one_that_turned_out_ambiguous_is_not_taken_back_by_an_older_one() =>
        Assert.Empty(Steps([First, Weight(At(11), 80.1m, attribution: 1)], [Row(Second, DeliveryState.Confirmed)]));

    [Fact]
    public void A_delivered_one_that_the_person_rejects_gives_way_to_the_one_before()
    {
        var steps = Steps([First, Second], [Row(Second, DeliveryState.Confirmed)], null, new Review(Second.Id, false, Midnight));

        Assert.Equal(First.Id, Assert.Single(steps, step => step.Action == PlannedAction.Send).Id);
    }

    [Fact]
    public void One_it_refused_is_passed_over() => Assert.Equal(First.Id, Assert.Single(Steps([First, Second], [Row(Second, DeliveryState.Rejected)])).Id);

    private static IReadOnlyList<PlannedDelivery> Steps(IReadOnlyList<Reading> readings, IReadOnlyList<Delivery> rows, DeliveryOrder? order = null, params Review[] reviews) =>
        DeliveryPlan.OfNewest(readings, rows, new(Midnight, order ?? new() { FirstSince = Midnight }, reviews.ToDictionary(review => review.Id))).Steps;
}
