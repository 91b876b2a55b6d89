using WithingsSync.Pipeline.Delivering;
using Xunit;
using static WithingsSync.Tests.Pipeline.Delivering.SomeReadings;

namespace WithingsSync.Tests.Pipeline.Delivering;

/// <summary>What is to be done where every reading is kept.</summary>
public sealed class DeliveryPlanTests
{
    private static readonly Reading Today = Weight(At(10), 80.5m);

    [Fact]
    public void A_reading_nobody_knows_is_sent() => Assert.Equal(PlannedAction.Send, Only([Today], []).Action);

    [Theory]
    [InlineData(DeliveryState.Confirmed)]
    [InlineData(DeliveryState.AlreadyThere)]
    [InlineData(DeliveryState.Rejected)]
    public void A_settled_reading_is_left_alone(DeliveryState state) => Assert.Empty(Steps([Today], [Row(Today, state)]));

    [Fact]
    public void One_that_was_handed_over_is_looked_for() => Assert.Equal(PlannedAction.Check, Only([Today], [Row(Today, DeliveryState.Sent)]).Action);

    [Fact]
    public void One_that_waited_is_sent_with_the_reason_it_waited_for() =>
        Assert.Contains("no network", Only([Today], [Row(Today, DeliveryState.Pending, "no network")]).Why, StringComparison.Ordinal);

    [Fact]
    public void A_changed_reading_replaces_its_older_version()
    {
        var before = Weight(At(10), 81m);

        var step = Only([Today], [Row(before, DeliveryState.Confirmed)]);

        Assert.Equal(PlannedAction.Replace, step.Action);
        Assert.Equal(before.Figures, Assert.Single(step.Older).Figures);
    }

    [Fact]
    public void After_a_crash_between_the_new_version_and_the_end_of_the_old_one_the_old_one_still_goes()
    {
        var before = Weight(At(10), 81m);

        var step = Only([Today], [Row(before, DeliveryState.Confirmed), Row(Today, DeliveryState.Confirmed)]);

        Assert.Equal(PlannedAction.Replace, step.Action);
    }

    [Fact]
    public void One_changed_back_is_sent_again()
    {
        var between = Weight(At(10), 81m);

        var step = Only([Today], [Row(Today, DeliveryState.Superseded), Row(between, DeliveryState.Confirmed)]);

        Assert.Equal(PlannedAction.Replace, step.Action);
    }

    [Theory]
    [InlineData(DeliveryState.Confirmed, PlannedAction.Remove)]
    [InlineData(DeliveryState.AlreadyThere, PlannedAction.Remove)]
    [InlineData(DeliveryState.Sent, PlannedAction.Remove)]
    [InlineData(DeliveryState.Pending, PlannedAction.Skip)]
    public void A_deleted_reading_is_taken_away_where_it_may_be(DeliveryState state, PlannedAction action) => Assert.Equal(action, Only([], [Row(Today, state)]).Action);

    [Fact]
    public void What_was_measured_before_the_beginning_is_not_delivered() => Assert.Empty(Steps([Weight(At(9), 80m)], []));

    [Fact]
    public void What_was_measured_before_the_beginning_and_arrived_after_it_is_delivered()
    {
        var late = Weight(At(7), 80m, arrived: At(11));

        var step = Only([late], []);

        Assert.Equal(PlannedAction.Send, step.Action);
        Assert.Contains("late", step.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void A_window_reaches_before_the_beginning_and_no_further_than_itself()
    {
        var inside = Weight(At(3), 80m);
        var order = new DeliveryOrder { FirstSince = Midnight, Window = (At(2), At(4)) };

        var steps = Steps([Weight(At(1), 79m), inside, Today], [], order);

        Assert.Equal(inside.Id, Assert.Single(steps).Id);
    }

    [Fact]
    public void Outside_a_window_nothing_counts_as_deleted() =>
        Assert.Empty(Steps([], [Row(Today, DeliveryState.Confirmed)], new DeliveryOrder { FirstSince = Midnight, Window = (At(2), At(4)) }));

    [Theory]
    [InlineData(1, PlannedAction.Hold)]
    [InlineData(2, PlannedAction.Send)]
    [InlineData(4, PlannedAction.Send)]
    [InlineData(0, PlannedAction.Send)]
    [InlineData(10009, PlannedAction.Send)]
    public void By_default_the_ambiguous_are_held_and_everything_else_goes(int attribution, PlannedAction action) =>
        Assert.Equal(action, Only([Weight(At(10), 80m, attribution: attribution)], []).Action);

    [Theory]
    [InlineData(1, Handling.Deliver, Handling.Skip, PlannedAction.Send)]
    [InlineData(1, Handling.Skip, Handling.Deliver, PlannedAction.Skip)]
    [InlineData(2, Handling.Deliver, Handling.Hold, PlannedAction.Hold)]
    [InlineData(4, Handling.Hold, Handling.Skip, PlannedAction.Skip)]
    public void The_settings_say_what_happens_to_the_doubtful_ones(int attribution, Handling ambiguous, Handling manual, PlannedAction action) =>
        Assert.Equal(action, Only([Weight(At(10), 80m, attribution: attribution)], [], Ordinary with { Policy = new() { Ambiguous = ambiguous, Manual = manual } }).Action);

    [Fact]
    public void An_accepted_reading_is_sent_and_a_rejected_one_is_not()
    {
        var (one, two) = (Weight(At(10), 80m, attribution: 1), Weight(At(11), 60m, attribution: 1));

        var steps = Steps([one, two], [Row(one, DeliveryState.Pending, "perhaps another person's: waits for your review")], Ordinary, new(one.Id, true, Midnight), new(two.Id, false, Midnight));

        Assert.Equal([PlannedAction.Send, PlannedAction.Skip], steps.Select(step => step.Action));
    }

    [Fact]
    public void A_reading_rejected_after_it_was_delivered_is_taken_away() =>
        Assert.Equal(PlannedAction.Remove, Only([Today], [Row(Today, DeliveryState.Confirmed)], Ordinary, new Review(Today.Id, false, Midnight)).Action);

    [Fact]
    public void A_delivered_reading_that_turns_out_ambiguous_stays() =>
        Assert.Empty(Steps([Weight(At(10), 80.5m, attribution: 1)], [Row(Today, DeliveryState.Confirmed)]));

    [Fact]
    public void A_forgotten_reading_is_left_alone_even_when_it_changes_or_goes()
    {
        var row = Row(Weight(At(10), 81m), DeliveryState.Ignored, DeliveryPlan.Forgotten);

        Assert.Empty(Steps([Today], [row]));
        Assert.Empty(Steps([], [row, Row(Today, DeliveryState.Confirmed)]));
    }

    [Theory]
    [InlineData(DeliveryState.Confirmed)]
    [InlineData(DeliveryState.Rejected)]
    [InlineData(DeliveryState.Ignored)]
    public void Asked_for_again_any_reading_is_looked_at(DeliveryState state)
    {
        var step = Only([Today], [Row(Today, state, DeliveryPlan.Forgotten)], Ordinary with { Retry = _ => true });

        Assert.Equal(PlannedAction.Send, step.Action);
        Assert.True(step.IsRetried);
    }

    private static DeliveryOrder Ordinary => new() { FirstSince = Midnight };

    private static PlannedDelivery Only(IReadOnlyList<Reading> readings, IReadOnlyList<Delivery> rows, DeliveryOrder? order = null, params Review[] reviews) =>
        Assert.Single(Steps(readings, rows, order, reviews));

    private static IReadOnlyList<PlannedDelivery> Steps(IReadOnlyList<Reading> readings, IReadOnlyList<Delivery> rows, DeliveryOrder? order = null, params Review[] reviews) =>
        DeliveryPlan.OfAll(readings, rows, new(Midnight, order ?? Ordinary, reviews.ToDictionary(review => review.Id))).Steps;
}
