using WithingsSync.Pipeline.Delivering;
using Xunit;
using static WithingsSync.Tests.Pipeline.Delivering.SomeReadings;

namespace WithingsSync.Tests.Pipeline.Delivering;

/// <summary>One thing at a time of what <see cref="DelivererModelTests"/> mixes.</summary>
public sealed class DelivererTests
{
    [Fact]
    public async Task With_nothing_new_nobody_is_asked_and_nothing_is_written()
    {
        var scene = new DeliveryScene();
        scene.Weigh(At(10), 80.5m);
        await scene.RunAsync();
        var (calls, saves) = (scene.Destination.Calls.Count, scene.Ledger.Saves);

        await scene.RunAsync();

        Assert.Equal((calls, saves), (scene.Destination.Calls.Count, scene.Ledger.Saves));
    }

    [Fact]
    public async Task Without_a_sign_in_and_without_a_reading_nobody_signs_in()
    {
        var scene = new DeliveryScene();
        scene.Destination.IsSignedIn = false;

        var summary = await scene.RunAsync();

        Assert.Null(summary.Recipient);
        Assert.Empty(scene.Destination.Calls);
    }

    [Fact]
    public async Task A_bad_reading_in_a_batch_is_found_and_the_others_arrive()
    {
        var scene = new DeliveryScene();
        for (var hour = 0; hour < 8; hour++)
        {
            scene.Weigh(At(10, hour), 80 + (hour / 10m));
        }

        var bad = scene.Truth.Values.ElementAt(5).MeasuredAt;
        scene.Destination.Answering = ids => ids.Any(id => id.MeasuredAt == bad) ? FakeAnswer.Saying(new SendResult.Refused("not this one"), stores: false) : null;

        var summary = await scene.RunAsync();

        Assert.Equal(7, scene.Destination.Copies.Count);
        var rejected = Assert.Single(summary.Settled, row => row.State == DeliveryState.Rejected);
        Assert.Equal((bad, "not this one"), (rejected.Id.MeasuredAt, rejected.Reason));
    }

    [Fact]
    public async Task A_destination_that_refuses_everything_is_not_asked_for_each_reading_and_nothing_is_given_up()
    {
        var scene = new DeliveryScene();
        for (var hour = 0; hour < 20; hour++)
        {
            scene.Weigh(At(10, hour), 80);
        }

        for (var nth = 1; nth < 60; nth++)
        {
            scene.Destination.AnswerSend(nth, FakeAnswer.Saying(new SendResult.Refused("closed today"), stores: false));
        }

        var summary = await scene.RunAsync();

        Assert.Contains("closed today", summary.Failure!.Message, StringComparison.Ordinal);
        Assert.True(scene.Destination.Sends.Count() < 16, $"{scene.Destination.Sends.Count()} sends");
        Assert.All(await scene.StatesAsync(), state => Assert.Equal(DeliveryState.Pending, state));
    }

    [Fact]
    public async Task A_copy_of_another_tool_is_taken_for_the_reading_it_shows()
    {
        var scene = new DeliveryScene();
        scene.Weigh(At(10), 80.53m, fat: 21.5m);
        scene.Destination.Put(new(ReadingKind.Weight, At(10)), new((Figures.Weight, 80.5m)));

        await scene.RunAsync();

        Assert.Empty(scene.Destination.Sends);
        Assert.Equal([DeliveryState.AlreadyThere], await scene.StatesAsync());
    }

    [Fact]
    public async Task A_different_copy_at_the_same_second_is_left_until_the_person_says_otherwise()
    {
        var scene = new DeliveryScene();
        scene.Weigh(At(10), 80.5m);
        scene.Destination.Put(new(ReadingKind.Weight, At(10)), new((Figures.Weight, 79m)));

        await scene.RunAsync();

        Assert.Empty(scene.Destination.Sends);
        Assert.Contains("weight=79", Assert.Single(await scene.RowsAsync()).Reason, StringComparison.Ordinal);

        await scene.RunAsync(new() { FirstSince = Midnight, Retry = _ => true });
        Assert.Contains(scene.Destination.Copies, copy => copy.Figures[Figures.Weight] == 79m);

        await scene.RunAsync(new() { FirstSince = Midnight, Retry = _ => true, ReplacesOthers = true });

        Assert.Equal(scene.TrueCopies, scene.Copies);
    }

    [Fact]
    public async Task What_the_person_typed_in_there_is_never_taken_away()
    {
        var scene = new DeliveryScene();
        scene.Weigh(At(10), 80.5m);
        await scene.RunAsync();
        scene.Destination.Put(new(ReadingKind.Weight, At(10)), new((Figures.Weight, 80.5m)), isByHand: true);

        scene.Truth.Clear();
        await scene.RunAsync();

        Assert.True(Assert.Single(scene.Destination.Copies).IsByHand);
        Assert.Equal([DeliveryState.Superseded], await scene.StatesAsync());
    }

    [Fact]
    public async Task A_new_version_is_there_before_the_old_one_goes()
    {
        var scene = new DeliveryScene();
        scene.Weigh(At(10), 80.5m);
        await scene.RunAsync();
        scene.Weigh(At(10), 81m);

        await scene.RunAsync();

        var verbs = scene.Destination.Calls.Select(call => call.Verb).ToList();
        Assert.True(verbs.LastIndexOf("send") < verbs.IndexOf("remove"), string.Join(' ', verbs));
        Assert.Equal(scene.TrueCopies, scene.Copies);
    }

    [Fact]
    public async Task Another_account_there_gets_its_own_copies_and_the_first_keeps_its_own()
    {
        var scene = new DeliveryScene();
        scene.Weigh(At(10), 80.5m);
        await scene.RunAsync();
        scene.Destination.Recipient = "ben@there";
        scene.Weigh(At(11), 80.1m);

        await scene.RunAsync(new() { FirstSince = At(11, 0) });

        Assert.Equal(At(10), Assert.Single(scene.Destination.CopiesOf("ana@there")).Id.MeasuredAt);
        Assert.Equal(At(11), Assert.Single(scene.Destination.CopiesOf("ben@there")).Id.MeasuredAt);
    }

    [Fact]
    public async Task A_wiped_destination_is_filled_again_when_asked_for()
    {
        var scene = new DeliveryScene();
        for (var day = 10; day < 19; day++)
        {
            scene.Weigh(At(day), 80 + (day / 10m), fat: 20);
        }

        await scene.RunAsync();
        scene.Destination.Wipe();

        await scene.RunAsync(new() { FirstSince = Midnight, Retry = _ => true });

        Assert.Equal(scene.TrueCopies, scene.Copies);
    }

    [Fact]
    public async Task The_mark_reaches_what_was_confirmed_and_stops_at_what_was_not()
    {
        var scene = new DeliveryScene { Destination = new() { Batch = 1 } };
        scene.Weigh(At(10), 80.5m);
        scene.Weigh(At(11), 80.1m);
        scene.Weigh(At(12), 80.2m);
        scene.Destination.AnswerSend(2, FakeAnswer.Saying(new SendResult.Accepted(), stores: false));

        var first = await scene.RunAsync();

        Assert.Equal(At(11), first.Marks!.Mark);

        scene.Time.Advance(TimeSpan.FromHours(7));
        var second = await scene.RunAsync();

        Assert.Equal(At(12).AddSeconds(1), second.Marks!.Mark);
        Assert.Equal(scene.TrueCopies, scene.Copies);
    }

    [Fact]
    public async Task A_window_moves_no_mark()
    {
        var scene = new DeliveryScene();
        scene.Weigh(At(3), 80.5m);

        var summary = await scene.RunAsync(new() { FirstSince = Midnight, Window = (At(1), At(5)) });

        Assert.Null(summary.Marks);
        Assert.Single(scene.Destination.Copies);
    }

    [Fact]
    public async Task What_cannot_be_used_now_is_pending_with_its_reason_and_goes_next_time()
    {
        var scene = new DeliveryScene();
        scene.Weigh(At(10), 80.5m);
        scene.Destination.AnswerSend(1, FakeAnswer.Throwing(new(DestinationFailure.Throttled, "too many requests")));

        var summary = await scene.RunAsync();

        Assert.Equal(DestinationFailure.Throttled, summary.Failure!.Failure);
        var row = Assert.Single(await scene.RowsAsync());
        Assert.Equal((DeliveryState.Pending, "too many requests"), (row.State, row.Reason));
        await scene.RunAsync();
        Assert.Equal(scene.TrueCopies, scene.Copies);
    }
}
