using WithingsSync.Pipeline.Delivering;
using Xunit;
using static WithingsSync.Tests.Pipeline.Delivering.SomeReadings;

namespace WithingsSync.Tests.Pipeline.Delivering;

/// <summary>Answers that are lost, lists that lag, copies that are somebody else's: late is better than twice, and nothing of others is touched.</summary>
public sealed class UncertaintyTests
{
    [Theory]
    [InlineData("unknown")]
    [InlineData("accepted")]
    [InlineData("duplicate")]
    public async Task A_correction_whose_upload_is_lost_is_not_taken_for_the_copy_it_corrects(string how)
    {
        var scene = new DeliveryScene();
        scene.Weigh(At(10), 80.5m, fat: 21);
        await scene.RunAsync();
        scene.Weigh(At(10), 80.5m, fat: 22);
        SendResult result = how switch { "unknown" => new SendResult.Unknown("cut off"), "accepted" => new SendResult.Accepted(), _ => new SendResult.AlreadyThere() };
        scene.Destination.AnswerSend(1, FakeAnswer.Saying(result, stores: false));
        await scene.RunAsync();

        await SettleAsync(scene);

        AssertTrue(scene);
    }

    [Theory]
    [InlineData(false, 80.5, true)]
    [InlineData(true, 80.5, true)]
    [InlineData(false, 91, false)]
    [InlineData(true, 91, false)]
    [InlineData(false, 91, true)]
    [InlineData(true, 91, true)]
    public async Task What_others_put_there_stays_when_the_reading_is_edited_or_deleted(bool isEdited, double kilograms, bool isByHand)
    {
        var scene = new DeliveryScene();
        scene.Weigh(At(10), 80.5m);
        var others = scene.Destination.Put(new(ReadingKind.Weight, At(10)), new((Figures.Weight, (decimal)kilograms)), isByHand);
        await scene.RunAsync();
        EditOrDelete(scene, isEdited);

        await SettleAsync(scene);

        Assert.Contains(others, scene.Destination.Copies);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task One_that_shows_only_after_it_was_edited_or_deleted_is_taken_away_then(bool isEdited)
    {
        var scene = new DeliveryScene();
        scene.Destination.Clock = scene.Time.GetUtcNow;
        scene.Destination.ShowsAfter = TimeSpan.FromMinutes(50);
        scene.Destination.AnswerSend(1, FakeAnswer.Saying(new SendResult.Accepted(), stores: true));
        scene.Weigh(At(10), 80.5m);
        await scene.RunAsync();
        scene.Destination.ShowsAfter = TimeSpan.Zero;
        EditOrDelete(scene, isEdited);
        await scene.RunAsync();

        await SettleAsync(scene);

        AssertTrue(scene);
    }

    [Fact]
    public async Task An_upload_without_an_answer_that_shows_minutes_later_is_not_sent_again()
    {
        var scene = new DeliveryScene();
        scene.Destination.Clock = scene.Time.GetUtcNow;
        scene.Destination.ShowsAfter = TimeSpan.FromMinutes(9);
        scene.Destination.AnswerSend(1, FakeAnswer.Saying(new SendResult.Unknown("timed out"), stores: true));
        scene.Weigh(At(10), 80.5m);

        await scene.RunAsync();
        await SettleAsync(scene);

        AssertTrue(scene);
        Assert.Single(scene.Destination.Sends);
    }

    [Fact]
    public async Task After_a_crash_a_duplicate_that_does_not_show_yet_is_not_made_to_look_new()
    {
        var scene = new DeliveryScene();
        scene.Destination.Clock = scene.Time.GetUtcNow;
        scene.Destination.ShowsAfter = TimeSpan.FromMinutes(5);
        scene.Destination.AnswerSend(1, FakeAnswer.Crash);
        scene.Weigh(At(10), 80.5m);
        await Assert.ThrowsAsync<IOException>(() => scene.RunAsync());
        scene.Time.Advance(TimeSpan.FromSeconds(40));
        scene.Destination.AnswerSend(1, FakeAnswer.Saying(new SendResult.AlreadyThere(), stores: false));
        await scene.RunAsync();

        await SettleAsync(scene);

        AssertTrue(scene);
        Assert.DoesNotContain(scene.Destination.Sends, send => send.Again);
    }

    [Fact]
    public async Task A_destination_that_keeps_the_older_version_is_asked_a_few_times_and_then_no_more()
    {
        var scene = new DeliveryScene();
        scene.Weigh(At(10), 80.5m, fat: 21);
        await scene.RunAsync();
        scene.Weigh(At(10), 82m, fat: 22);
        scene.Destination.Answering = _ => FakeAnswer.Saying(new SendResult.Stored(), stores: false);

        for (var i = 0; i < 8; i++)
        {
            await SettleAsync(scene);
        }

        var calls = scene.Destination.Calls.Count;
        await scene.RunAsync();
        Assert.Equal(calls, scene.Destination.Calls.Count);
        Assert.Contains(await scene.RowsAsync(), row => row.State == DeliveryState.Rejected && row.Reason!.Contains("older version", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_forgotten_newest_weight_stays_where_one_value_is_kept(bool isOlderKnown)
    {
        var scene = new DeliveryScene { Destination = new() { KeepsOnlyNewest = true } };
        scene.Weigh(At(10), 80.5m);
        if (isOlderKnown)
        {
            await scene.RunAsync();
        }

        scene.Weigh(At(11), 81.5m);
        await scene.RunAsync();
        var rows = (await scene.RowsAsync()).Where(row => row.State != DeliveryState.Superseded).Select(row => row with { State = DeliveryState.Ignored, Reason = DeliveryPlan.Forgotten }).ToList();
        await scene.Ledger.SaveAsync(Destinations.InMemoryRecordStore.Account, scene.To, rows, CancellationToken.None);

        await scene.RunAsync();

        Assert.Equal(81.5m, Assert.Single(scene.Destination.Copies).Figures[Figures.Weight]);
    }

    [Fact]
    public async Task Blood_pressures_that_are_not_taken_hold_back_no_weight_and_no_removal()
    {
        var scene = new DeliveryScene();
        scene.Weigh(At(9, 23), 79m);
        await scene.RunAsync(new() { FirstSince = At(9, 0) });
        scene.Truth.Clear();
        scene.Time.Advance(TimeSpan.FromHours(2));
        scene.Truth[At(10, 6)] = PressureGroup(At(10, 6), 120, 80, 60);
        scene.Weigh(At(10), 80.5m);
        scene.Destination.Answering = ids => ids.Any(id => id.Kind == ReadingKind.BloodPressure) ? FakeAnswer.Throwing(new(DestinationFailure.Rejected, "HTTP 404")) : null;

        var summary = await scene.RunAsync();

        Assert.Equal(80.5m, Assert.Single(scene.Destination.Copies).Figures[Figures.Weight]);
        Assert.Equal("HTTP 404", summary.Failure!.Message);
    }

    [Fact]
    public async Task A_beginning_noted_by_a_clock_that_was_ahead_is_forgotten()
    {
        var scene = new DeliveryScene();
        await scene.RunAsync(new() { FirstSince = Midnight.AddYears(1) });
        scene.Weigh(At(20, 0), 80.5m);

        await scene.RunAsync();

        AssertTrue(scene);
    }

    [Fact]
    public async Task Asking_again_for_one_reading_is_about_that_reading_only()
    {
        var scene = new DeliveryScene();
        scene.Weigh(At(10), 80.5m);
        await scene.RunAsync();
        scene.Destination.Wipe();
        scene.Weigh(At(11), 81m);
        var wanted = new ReadingId(ReadingKind.Weight, At(10));

        await scene.RunAsync(new() { FirstSince = Midnight, Retry = row => row.Id == wanted });

        Assert.Equal(wanted, Assert.Single(scene.Destination.Copies).Id);
    }

    [Fact]
    public async Task Another_account_where_one_value_is_kept_gets_the_present_one()
    {
        var scene = new DeliveryScene { Destination = new() { KeepsOnlyNewest = true } };
        scene.Weigh(At(10), 80.5m);
        await scene.RunAsync();
        scene.Destination.Recipient = "ben@there";

        await scene.RunAsync(new() { FirstSince = At(15) });

        Assert.Equal(80.5m, Assert.Single(scene.Destination.CopiesOf("ben@there")).Figures[Figures.Weight]);
    }

    private static void EditOrDelete(DeliveryScene scene, bool isEdited)
    {
        if (isEdited)
        {
            scene.Weigh(At(10), 82m);
        }
        else
        {
            scene.Truth.Clear();
        }
    }

    private static async Task SettleAsync(DeliveryScene scene)
    {
        for (var i = 0; i < 4; i++)
        {
            scene.Time.Advance(TimeSpan.FromHours(3));
            await scene.RunAsync();
        }
    }

    private static void AssertTrue(DeliveryScene scene) => Assert.Equal(scene.TrueCopies, scene.Copies);
}
