using System.Collections;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Delivering;
using Xunit;
using static WithingsSync.Tests.Contracts.SomeRecords;

namespace WithingsSync.Tests.Contracts;

/// <summary>What any ledger must do, whatever it keeps its rows in.</summary>
public abstract class DeliveryLedgerContract
{
    private static readonly AccountId Ana = new("ana");
    private static readonly AccountId Ben = new("ben");
    private static readonly DestinationAccount Garmin = new("garmin", "ana@there");
    private static readonly DestinationAccount OtherGarmin = new("garmin", "Ana@there");
    private static readonly DestinationAccount TrainerRoad = new("trainerroad", "ana@there");

    protected abstract IDeliveryLedger Ledger { get; }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_delivery_is_read_as_it_was_written()
    {
        Delivery[] written =
        [
            new(Weight(0), new((Figures.Weight, 80.53m), (Figures.Fat, 21.5m), (Figures.Bone, null)), DeliveryState.Sent)
            {
                Reason = "après\0midi '; drop table deliveries; --", RemoteId = "", Attempts = int.MaxValue, NotBefore = Noon.AddHours(1), ChangedAt = Noon.AddMinutes(1),
            },
            new(Weight(1), new(), DeliveryState.Pending) { ChangedAt = DateTimeOffset.UnixEpoch },
            new(new(ReadingKind.BloodPressure, DateTimeOffset.UnixEpoch.AddSeconds(-1)), new((Figures.Systolic, 0.001m)), DeliveryState.Superseded) { ChangedAt = Noon },
        ];

        await Ledger.SaveAsync(Ana, Garmin, written, Stop);

        Assert.Equal([written[2], written[0], written[1]], await ReadAsync());
    }

    [Theory]
    [MemberData(nameof(States))]
    public async Task Every_state_is_kept(DeliveryState state)
    {
        await Ledger.SaveAsync(Ana, Garmin, [Row(state: state)], Stop);

        Assert.Equal(state, Assert.Single(await ReadAsync()).State);
    }

    [Fact]
    public async Task A_delivery_written_again_takes_the_place_of_the_first()
    {
        await Ledger.SaveAsync(Ana, Garmin, [Row() with { Reason = "waits", RemoteId = "7", NotBefore = Noon }], Stop);
        var settled = Row(state: DeliveryState.Confirmed) with { Attempts = 1, ChangedAt = Noon.AddDays(1) };

        await Ledger.SaveAsync(Ana, Garmin, [settled], Stop);

        Assert.Equal(settled, Assert.Single(await ReadAsync()));
    }

    [Fact]
    public async Task Equal_numbers_are_one_version_however_they_are_written()
    {
        await Ledger.SaveAsync(Ana, Garmin, [Row(80.50m)], Stop);
        await Ledger.SaveAsync(Ana, Garmin, [Row(80.5m, DeliveryState.Sent)], Stop);

        Assert.Equal(DeliveryState.Sent, Assert.Single(await ReadAsync()).State);
    }

    [Fact]
    public async Task Of_one_batch_the_last_word_on_a_version_counts()
    {
        await Ledger.SaveAsync(Ana, Garmin, [Row(state: DeliveryState.Sent), Row(state: DeliveryState.Confirmed)], Stop);

        Assert.Equal(DeliveryState.Confirmed, Assert.Single(await ReadAsync()).State);
    }

    [Fact]
    public async Task Versions_stand_by_moment_then_kind_then_as_first_written()
    {
        await Ledger.SaveAsync(Ana, Garmin, [Row(90m, hours: 2), Row(81m), Pressure(), Row(79m)], Stop);
        await Ledger.SaveAsync(Ana, Garmin, [Row(80m), Row(70m, hours: -1)], Stop);
        await Ledger.SaveAsync(Ana, Garmin, [Row(79m, DeliveryState.Superseded), Row(81m, DeliveryState.Superseded)], Stop);

        Assert.Equal(
            ["weight=70", "weight=81", "weight=79", "weight=80", "diastolic=80 systolic=125", "weight=90"],
            (await ReadAsync()).Select(row => row.Figures.ToString()));
    }

    [Fact]
    public async Task Nothing_is_seen_of_another_account_recipient_or_destination()
    {
        await Ledger.SaveAsync(Ana, Garmin, [Row()], Stop);
        await Ledger.SaveMarksAsync(Ana, Garmin, new(Noon, Noon), Stop);
        await Ledger.SaveReviewsAsync(Ana, [new(Weight(0), true, Noon)], Stop);

        foreach (var (account, destination) in new[] { (Ben, Garmin), (Ana, OtherGarmin), (Ana, TrainerRoad) })
        {
            Assert.Empty(await Ledger.ReadAsync(account, destination, Stop));
            Assert.Null(await Ledger.FindMarksAsync(account, destination, Stop));
        }

        Assert.Empty(await Ledger.DestinationsAsync(Ben, Stop));
        Assert.Empty(await Ledger.ReadReviewsAsync(Ben, Stop));
    }

    [Fact]
    public async Task The_same_reading_is_kept_apart_for_each_account_recipient_and_destination()
    {
        (AccountId Account, DestinationAccount Destination)[] all = [(Ana, Garmin), (Ana, OtherGarmin), (Ana, TrainerRoad), (Ben, Garmin)];
        foreach (var (account, destination) in all)
        {
            await Ledger.SaveAsync(account, destination, [Row()], Stop);
        }

        await Ledger.SaveAsync(Ana, Garmin, [Row(state: DeliveryState.Rejected)], Stop);

        Assert.Equal(DeliveryState.Rejected, Assert.Single(await ReadAsync()).State);
        foreach (var (account, destination) in all[1..])
        {
            Assert.Equal(DeliveryState.Pending, Assert.Single(await Ledger.ReadAsync(account, destination, Stop)).State);
        }
    }

    [Fact]
    public async Task A_batch_that_fails_in_the_middle_leaves_the_ledger_as_it_was()
    {
        await Ledger.SaveAsync(Ana, Garmin, [Row()], Stop);

        await Assert.ThrowsAsync<IOException>(() => Ledger.SaveAsync(Ana, Garmin, new BrokenBatch([Row(state: DeliveryState.Sent), Row(79m)]), Stop));

        Assert.Equal(Row(), Assert.Single(await ReadAsync()));
        await Ledger.SaveAsync(Ana, Garmin, [Row(79m)], Stop);
        Assert.Equal(2, (await ReadAsync()).Count);
    }

    [Fact]
    public async Task A_cancelled_write_leaves_nothing()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Ledger.SaveAsync(Ana, Garmin, [Row()], cancelled.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Ledger.SaveMarksAsync(Ana, Garmin, new(Noon, Noon), cancelled.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Ledger.SaveReviewsAsync(Ana, [new(Weight(0), true, Noon)], cancelled.Token));

        Assert.Empty(await ReadAsync());
        Assert.Empty(await Ledger.DestinationsAsync(Ana, Stop));
        Assert.Empty(await Ledger.ReadReviewsAsync(Ana, Stop));
    }

    [Fact]
    public async Task Instants_are_kept_to_the_second()
    {
        var late = TimeSpan.FromMilliseconds(999);
        await Ledger.SaveAsync(Ana, Garmin, [Row() with { NotBefore = Noon + late, ChangedAt = Noon + late }], Stop);
        await Ledger.SaveMarksAsync(Ana, Garmin, new(Noon + late, Noon.AddHours(1) + late), Stop);

        var row = Assert.Single(await ReadAsync());
        Assert.Equal((Noon, Noon), (row.NotBefore!.Value, row.ChangedAt));
        Assert.Equal(new(Noon, Noon.AddHours(1)), await Ledger.FindMarksAsync(Ana, Garmin, Stop));
    }

    [Fact]
    public async Task A_year_at_once_is_kept_in_order()
    {
        var year = Enumerable.Range(0, 730).Select(half => Row(60m + (half / 100m), hours: 12 * half)).ToList();

        await Ledger.SaveAsync(Ana, Garmin, [.. year.AsEnumerable().Reverse()], Stop);

        Assert.Equal(year, await ReadAsync());
    }

    [Fact]
    public async Task Marks_are_kept_for_each_destination_and_replaced()
    {
        Assert.Null(await Ledger.FindMarksAsync(Ana, Garmin, Stop));

        await Ledger.SaveMarksAsync(Ana, Garmin, new(Noon, Noon.AddDays(1)), Stop);
        await Ledger.SaveMarksAsync(Ana, TrainerRoad, new(Noon.AddDays(5), Noon.AddDays(6)), Stop);
        await Ledger.SaveMarksAsync(Ana, Garmin, new(Noon.AddDays(-1), Noon.AddDays(2)), Stop);

        Assert.Equal(new(Noon.AddDays(-1), Noon.AddDays(2)), await Ledger.FindMarksAsync(Ana, Garmin, Stop));
        Assert.Equal(new(Noon.AddDays(5), Noon.AddDays(6)), await Ledger.FindMarksAsync(Ana, TrainerRoad, Stop));
    }

    [Fact]
    public async Task The_destinations_are_those_with_deliveries_or_marks_each_once()
    {
        Assert.Empty(await Ledger.DestinationsAsync(Ana, Stop));

        await Ledger.SaveAsync(Ana, TrainerRoad, [Row(), Row(79m)], Stop);
        await Ledger.SaveMarksAsync(Ana, TrainerRoad, new(Noon, Noon), Stop);
        await Ledger.SaveMarksAsync(Ana, Garmin, new(Noon, Noon), Stop);
        await Ledger.SaveAsync(Ana, OtherGarmin, [Row()], Stop);

        Assert.Equal([OtherGarmin, Garmin, TrainerRoad], await Ledger.DestinationsAsync(Ana, Stop));
    }

    [Fact]
    public async Task The_last_word_on_a_reading_is_its_review()
    {
        await Ledger.SaveReviewsAsync(Ana, [new(Weight(0), true, Noon), new(new(ReadingKind.BloodPressure, Noon), false, Noon)], Stop);
        await Ledger.SaveReviewsAsync(Ana, [new(Weight(0), false, Noon.AddHours(1))], Stop);

        var reviews = await Ledger.ReadReviewsAsync(Ana, Stop);

        Assert.Equal(2, reviews.Count);
        Assert.Equal(new(Weight(0), false, Noon.AddHours(1)), reviews[Weight(0)]);
        Assert.False(reviews[new(ReadingKind.BloodPressure, Noon)].IsAccepted);
    }

    public static TheoryData<DeliveryState> States => [.. Enum.GetValues<DeliveryState>()];

    private Task<IReadOnlyList<Delivery>> ReadAsync() => Ledger.ReadAsync(Ana, Garmin, Stop);

    private static ReadingId Weight(int hours) => new(ReadingKind.Weight, Noon.AddHours(hours));

    private static Delivery Row(decimal kilograms = 80.5m, DeliveryState state = DeliveryState.Pending, int hours = 0) =>
        new(Weight(hours), new((Figures.Weight, kilograms)), state) { ChangedAt = Noon };

    private static Delivery Pressure() =>
        new(new(ReadingKind.BloodPressure, Noon), new((Figures.Systolic, 125), (Figures.Diastolic, 80)), DeliveryState.Pending) { ChangedAt = Noon };

    /// <summary>Rows of which the last cannot be had.</summary>
    private sealed class BrokenBatch(IReadOnlyList<Delivery> rows) : IReadOnlyList<Delivery>
    {
        public int Count => rows.Count + 1;

        public Delivery this[int index] => index < rows.Count ? rows[index] : throw new IOException("broken");

        public IEnumerator<Delivery> GetEnumerator()
        {
            for (var i = 0; i < Count; i++)
            {
                yield return this[i];
            }
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
