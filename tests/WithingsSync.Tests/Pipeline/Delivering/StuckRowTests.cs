using WithingsSync.Pipeline.Delivering;
using WithingsSync.Tests.Destinations;
using Xunit;
using static WithingsSync.Tests.Pipeline.Delivering.SomeReadings;

namespace WithingsSync.Tests.Pipeline.Delivering;

/// <summary>Rows that could wait for ever, values that could stay wrong, and copies that are not ours: found by a reader, kept as tests.</summary>
public sealed class StuckRowTests
{
    private static async Task<string> DumpAsync(DeliveryScene scene) =>
        string.Join('\n', (await scene.RowsAsync()).Select(r => $"{r.Id} {r.Figures} {r.State} {r.Reason} a={r.Attempts} id={r.RemoteId}")) + "\nTHERE\n" + string.Join('\n', scene.Destination.Copies.Select(c => $"{c.Id} {c.Figures} {c.RemoteId} {c.IsByHand}"));

    private static DestinationException Down() => new(DestinationFailure.Transient, "down");

    [Fact]
    public async Task A_newest_weight_whose_answer_was_lost_gives_way_when_it_is_deleted()
    {
        var scene = new DeliveryScene { Destination = new() { KeepsOnlyNewest = true } };
        scene.Weigh(At(10), 80m);
        await scene.RunAsync();
        scene.Weigh(At(11), 90m);
        scene.Destination.AnswerSend(1, FakeAnswer.Saying(new SendResult.Unknown("cut"), stores: true));
        await scene.RunAsync();
        scene.Truth.Remove(At(11));
        for (var i = 0; i < 4; i++)
        {
            scene.Time.Advance(TimeSpan.FromHours(2));
            await scene.RunAsync();
        }

        Assert.True(scene.Destination.Copies[0].Figures[Figures.Weight] == 80m, await DumpAsync(scene));
    }

    [Fact]
    public async Task A_newest_weight_that_waited_and_was_deleted_is_not_waited_for()
    {
        var scene = new DeliveryScene { Destination = new() { KeepsOnlyNewest = true } };
        scene.Weigh(At(10), 80m);
        await scene.RunAsync();
        scene.Weigh(At(11), 90m);
        scene.Destination.AnswerSend(1, FakeAnswer.Throwing(Down()));
        await scene.RunAsync();
        scene.Truth.Remove(At(11));
        DeliverySummary last = null!;
        for (var i = 0; i < 4; i++)
        {
            scene.Time.Advance(TimeSpan.FromHours(2));
            last = await scene.RunAsync();
        }

        Assert.True(last.Left.Count == 0, await DumpAsync(scene));
    }

    [Fact]
    public async Task A_correction_that_waited_and_was_taken_back_is_not_waited_for()
    {
        var scene = new DeliveryScene();
        scene.Weigh(At(10), 80m);
        await scene.RunAsync();
        scene.Weigh(At(10), 70m);
        scene.Destination.AnswerSend(1, FakeAnswer.Throwing(Down()));
        await scene.RunAsync();
        scene.Weigh(At(10), 80m);
        DeliverySummary last = null!;
        for (var i = 0; i < 4; i++)
        {
            scene.Time.Advance(TimeSpan.FromHours(2));
            last = await scene.RunAsync();
        }

        Assert.True(last.Left.Count == 0, await DumpAsync(scene));
    }

    [Fact]
    public async Task A_forgotten_newest_weight_stays_also_when_it_is_deleted_at_the_source()
    {
        var scene = new DeliveryScene { Destination = new() { KeepsOnlyNewest = true } };
        scene.Weigh(At(10), 80m);
        await scene.RunAsync();
        scene.Weigh(At(11), 90m);
        await scene.RunAsync();
        var rows = (await scene.RowsAsync()).Where(r => r.Id.MeasuredAt == At(11)).Select(r => r with { State = DeliveryState.Ignored, Reason = DeliveryPlan.Forgotten }).ToList();
        await scene.Ledger.SaveAsync(InMemoryRecordStore.Account, scene.To, rows, CancellationToken.None);
        scene.Truth.Remove(At(11));
        await scene.RunAsync();
        Assert.True(scene.Destination.Copies[0].Figures[Figures.Weight] == 90m, await DumpAsync(scene));
    }

    [Fact]
    public async Task Five_bad_readings_at_the_head_do_not_keep_the_others_from_arriving()
    {
        var scene = new DeliveryScene();
        var bad = Enumerable.Range(0, 5).Select(i => new ReadingId(ReadingKind.Weight, At(10, i))).ToHashSet();
        for (var i = 0; i < 20; i++)
        {
            scene.Weigh(At(10, i), 80m + i);
        }

        scene.Destination.Answering = ids => ids.Any(bad.Contains) ? FakeAnswer.Saying(new SendResult.Refused("bad"), stores: false) : null;
        for (var i = 0; i < 6; i++)
        {
            scene.Time.Advance(TimeSpan.FromHours(2));
            await scene.RunAsync();
        }

        Assert.True(scene.Destination.Copies.Count == 15, await DumpAsync(scene));
    }

    [Fact]
    public async Task A_weight_that_was_taken_does_not_make_refused_blood_pressures_bad_ones()
    {
        var scene = new DeliveryScene();
        scene.Weigh(At(9), 79m);
        scene.Weigh(At(10), 80m);
        for (var i = 0; i < 20; i++)
        {
            scene.Truth[At(11, i)] = PressureGroup(At(11, i), 120, 80, 60);
        }

        scene.Destination.Answering = ids => ids.Any(id => id.Kind == ReadingKind.BloodPressure) ? FakeAnswer.Saying(new SendResult.Refused("no"), stores: false) : null;
        await scene.RunAsync();
        Assert.DoesNotContain(DeliveryState.Rejected, await scene.StatesAsync());
    }

    [Fact]
    public async Task A_copy_typed_in_by_hand_is_never_taken_for_ours()
    {
        var scene = new DeliveryScene();
        scene.Weigh(At(10), 80m);
        await scene.RunAsync();
        var mine = scene.Destination.Put(new(ReadingKind.Weight, At(10)), new((Figures.Weight, 80m)), isByHand: true);
        await scene.RunAsync(new() { FirstSince = Midnight, Retry = _ => true });
        scene.Truth.Clear();
        for (var i = 0; i < 3; i++)
        {
            scene.Time.Advance(TimeSpan.FromHours(2));
            await scene.RunAsync();
        }

        Assert.True(scene.Destination.Copies.Contains(mine), await DumpAsync(scene));
    }

    [Fact]
    public async Task What_is_accepted_and_never_shows_is_given_up_some_day()
    {
        var scene = new DeliveryScene();
        scene.Weigh(At(10), 80m);
        scene.Destination.Answering = _ => FakeAnswer.Saying(new SendResult.Accepted(), stores: false);
        for (var i = 0; i < 50; i++)
        {
            scene.Time.Advance(TimeSpan.FromHours(3));
            await scene.RunAsync();
        }

        Assert.True(scene.Destination.Sends.Count() < 10, $"{scene.Destination.Sends.Count()} sends");
    }

    [Fact]
    public async Task An_accepted_reading_no_longer_waits_for_a_word()
    {
        var scene = new DeliveryScene();
        scene.Weigh(At(10), 80m, attribution: 1);
        await scene.RunAsync();
        await scene.Ledger.SaveReviewsAsync(InMemoryRecordStore.Account, [new(new(ReadingKind.Weight, At(10)), true, scene.Time.GetUtcNow())], CancellationToken.None);
        scene.Destination.Calling = call => { if (call.Verb == "look") { throw Down(); } };
        var s = await scene.RunAsync();
        Assert.True(s.Left.All(r => !(r.Reason ?? "").EndsWith(DeliveryPlan.WaitsForReview, StringComparison.Ordinal)), await DumpAsync(scene));
    }

    [Fact]
    public async Task Asking_again_for_an_old_weight_sends_no_other()
    {
        var scene = new DeliveryScene { Destination = new() { KeepsOnlyNewest = true } };
        scene.Weigh(At(10), 80m);
        await scene.RunAsync();
        scene.Weigh(At(11), 90m);
        await scene.RunAsync(new() { FirstSince = Midnight, Retry = r => r.Id.MeasuredAt == At(10) });
        Assert.True(scene.Destination.Copies[0].Figures[Figures.Weight] == 80m, await DumpAsync(scene));
    }

    [Fact]
    public async Task A_correction_is_not_put_beside_what_others_put_there()
    {
        var scene = new DeliveryScene();
        scene.Weigh(At(10), 80m);
        scene.Destination.Put(new(ReadingKind.Weight, At(10)), new((Figures.Weight, 91m)));
        await scene.RunAsync();
        scene.Weigh(At(10), 80.4m);
        for (var i = 0; i < 3; i++)
        {
            scene.Time.Advance(TimeSpan.FromHours(2));
            await scene.RunAsync();
        }

        Assert.True(scene.Destination.Copies.Count == 1, await DumpAsync(scene));
    }

    [Fact]
    public async Task A_newest_weight_edited_back_while_its_answer_is_unknown_is_set_right()
    {
        var scene = new DeliveryScene { Destination = new() { KeepsOnlyNewest = true } };
        scene.Weigh(At(10), 80m);
        await scene.RunAsync();
        scene.Weigh(At(10), 90m);
        scene.Destination.AnswerSend(1, FakeAnswer.Saying(new SendResult.Unknown("cut"), stores: true));
        await scene.RunAsync();
        scene.Weigh(At(10), 80m);
        for (var i = 0; i < 4; i++)
        {
            scene.Time.Advance(TimeSpan.FromHours(2));
            await scene.RunAsync();
        }

        Assert.True(scene.Destination.Copies[0].Figures[Figures.Weight] == 80m, await DumpAsync(scene));
    }

    [Fact]
    public async Task A_newest_weight_rejected_while_its_answer_is_unknown_gives_way()
    {
        var scene = new DeliveryScene { Destination = new() { KeepsOnlyNewest = true } };
        scene.Weigh(At(10), 80m);
        await scene.RunAsync();
        scene.Weigh(At(11), 90m);
        scene.Destination.AnswerSend(1, FakeAnswer.Saying(new SendResult.Unknown("cut"), stores: true));
        await scene.RunAsync();
        await scene.Ledger.SaveReviewsAsync(InMemoryRecordStore.Account, [new(new(ReadingKind.Weight, At(11)), false, scene.Time.GetUtcNow())], CancellationToken.None);
        for (var i = 0; i < 4; i++)
        {
            scene.Time.Advance(TimeSpan.FromHours(2));
            await scene.RunAsync();
        }

        Assert.True(scene.Destination.Copies[0].Figures[Figures.Weight] == 80m, await DumpAsync(scene));
    }

    [Fact]
    public async Task A_held_correction_taken_back_to_a_refused_version_is_not_waited_for()
    {
        var scene = new DeliveryScene();
        scene.Weigh(At(10), 80m);
        scene.Destination.AnswerSend(1, FakeAnswer.Saying(new SendResult.Refused("no"), stores: false));
        await scene.RunAsync();
        scene.Weigh(At(10), 81m, attribution: 1);
        await scene.RunAsync();
        scene.Weigh(At(10), 80m);
        DeliverySummary last = null!;
        for (var i = 0; i < 3; i++)
        {
            scene.Time.Advance(TimeSpan.FromHours(2));
            last = await scene.RunAsync();
        }

        Assert.True(last.Left.Count == 0, await DumpAsync(scene));
    }

    [Fact]
    public async Task What_was_accepted_and_shows_hours_later_is_there_once()
    {
        var scene = new DeliveryScene();
        scene.Destination.Clock = scene.Time.GetUtcNow;
        scene.Destination.ShowsAfter = TimeSpan.FromHours(5);
        scene.Destination.Answering = _ => FakeAnswer.Saying(new SendResult.Accepted(), stores: true);
        scene.Weigh(At(10), 80m);
        for (var i = 0; i < 10; i++)
        {
            scene.Time.Advance(TimeSpan.FromHours(2));
            await scene.RunAsync();
        }

        Assert.True(scene.Destination.Copies.Count == 1, await DumpAsync(scene));
    }

    [Fact]
    public async Task An_account_switched_while_a_reading_waits_is_not_filled_with_the_past()
    {
        var scene = new DeliveryScene();
        scene.Weigh(At(10), 80m, attribution: 1);
        scene.Weigh(At(11), 81m);
        scene.Weigh(At(12), 82m);
        var s = await scene.RunAsync();
        scene.Destination.Recipient = "bob@there";
        await scene.RunAsync(new() { FirstSince = s.Marks!.Mark });
        Assert.True(scene.Destination.Copies.Count == 0, await DumpAsync(scene));
    }

    [Fact]
    public async Task A_rejected_reading_whose_copy_could_not_be_removed_is_removed_later()
    {
        var scene = new DeliveryScene();
        scene.Weigh(At(10), 80m);
        await scene.RunAsync();
        await scene.Ledger.SaveReviewsAsync(InMemoryRecordStore.Account, [new(new(ReadingKind.Weight, At(10)), false, scene.Time.GetUtcNow())], CancellationToken.None);
        scene.Weigh(At(10), 81m);
        var calls = 0;
        for (var i = 0; i < 3; i++)
        {
            scene.Time.Advance(TimeSpan.FromHours(2));
            await scene.RunAsync();
            calls = scene.Destination.Calls.Count;
        }

        await scene.RunAsync();
        Assert.True(scene.Destination.Copies.Count == 0 && calls == scene.Destination.Calls.Count, await DumpAsync(scene));
    }

    [Fact]
    public async Task A_reading_accepted_and_rejected_in_turn_ends_as_the_last_word_says()
    {
        var scene = new DeliveryScene();
        scene.Weigh(At(10), 80m, attribution: 1);
        await scene.RunAsync();
        foreach (var word in new[] { false, true, false, true })
        {
            await scene.Ledger.SaveReviewsAsync(InMemoryRecordStore.Account, [new(new(ReadingKind.Weight, At(10)), word, scene.Time.GetUtcNow())], CancellationToken.None);
            for (var i = 0; i < 3; i++)
            {
                scene.Time.Advance(TimeSpan.FromHours(2));
                await scene.RunAsync();
            }

            Assert.True(scene.Destination.Copies.Count == (word ? 1 : 0), await DumpAsync(scene));
        }
    }
}
