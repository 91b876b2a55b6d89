using WithingsSync.Health;
using WithingsSync.Pipeline.Records;
using Xunit;
using static WithingsSync.Tests.Contracts.SomeRecords;

namespace WithingsSync.Tests.Contracts;

/// <summary>When a record comes again: which version stays, and what is counted.</summary>
public abstract partial class RecordStoreContract
{
    [Fact]
    public async Task An_older_version_does_not_replace_a_newer()
    {
        var newer = Group(1, modified: 10, measures: new Measure(1, 71, 0));
        await Store.SaveAsync(Ana, [newer, Workout(1, modified: 10)], Stop);

        var count = await Store.SaveAsync(Ana, [Group(1, modified: 9, measures: new Measure(1, 70, 0)), Workout(1, hours: 1, modified: 9)], Stop);

        Assert.Equal(default, count);
        Assert.Equal(newer, Assert.Single(await ReadAsync<MeasureGroup>(Ana)));
        Assert.Equal(Workout(1, modified: 10), Assert.Single(await ReadAsync<Workout>(Ana)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_version_as_old_or_newer_that_differs_replaces_all_its_measures(int modified)
    {
        await Store.SaveAsync(Ana, [Group(1, measures: [new(1, 70, 0), new(6, 20, 0), new(8, 15, 0)])], Stop);
        var edited = Group(1, modified: modified, measures: [new(1, 70, 0), new(8, 16, 0)]);

        Assert.Equal(new SaveCount(0, 1), await Store.SaveAsync(Ana, [edited], Stop));
        Assert.Equal(edited, Assert.Single(await ReadAsync<MeasureGroup>(Ana)));
    }

    [Fact]
    public async Task A_record_without_a_time_of_change_is_replaced_by_the_one_that_came_last()
    {
        await Store.SaveAsync(Ana, [Workout(1), new Device("d") { Battery = "high" }], Stop);

        var count = await Store.SaveAsync(Ana, [Workout(1, hours: 1) with { ModifiedAt = null }, new Device("d") { Battery = "low" }], Stop);

        Assert.Equal(new SaveCount(0, 2), count);
        Assert.Equal("low", Assert.Single(await ReadAsync<Device>(Ana)).Battery);
        Assert.Equal(Noon.AddHours(1), Assert.Single(await ReadAsync<Workout>(Ana)).StartedAt);
    }

    [Fact]
    public async Task A_record_twice_in_a_page_counts_once()
    {
        Assert.Equal(new SaveCount(2, 0), await Store.SaveAsync(Ana, [Group(1), Group(1), Group(1, modified: 5), Workout(1), Workout(1)], Stop));
        Assert.Equal(new SaveCount(0, 1), await Store.SaveAsync(Ana, [Group(1, modified: 6), Group(1, modified: 7), Workout(1)], Stop));
        Assert.Equal(Group(1, modified: 7), Assert.Single(await ReadAsync<MeasureGroup>(Ana)));
    }

    [Fact]
    public async Task A_page_that_holds_two_contents_of_one_record_changes_nothing_when_it_comes_again()
    {
        MeasureGroup[] page = [Group(1, modified: 5) with { Attribution = 0 }, Group(1, modified: 5) with { Attribution = 8 }, Group(1, modified: 4)];

        Assert.Equal(new SaveCount(1, 0), await Store.SaveAsync(Ana, page, Stop));
        Assert.Equal(default, await Store.SaveAsync(Ana, page, Stop));
        Assert.Equal(page[1], Assert.Single(await ReadAsync<MeasureGroup>(Ana)));
    }

    [Fact]
    public async Task One_signal_is_found_by_its_kind_and_id_and_another_persons_is_not()
    {
        var (ecg, sound) = (new RecordedSignal(SignalKind.Ecg, 5000000001, [1, -2, 3]) { Frequency = 300 }, new RecordedSignal(SignalKind.Stetho, 5000000001, [4]));
        await Store.SaveAsync(Ana, [ecg, new RecordedSignal(SignalKind.Ecg, 2, [9]), sound], Stop);

        Assert.Equal(ecg, await Store.FindSignalAsync(Ana, SignalKind.Ecg, 5000000001, Stop));
        Assert.Equal(sound, await Store.FindSignalAsync(Ana, SignalKind.Stetho, 5000000001, Stop));
        Assert.Null(await Store.FindSignalAsync(Ana, SignalKind.Stetho, 2, Stop));
        Assert.Null(await Store.FindSignalAsync(Ben, SignalKind.Ecg, 5000000001, Stop));
    }

    [Fact]
    public async Task An_empty_signal_does_not_replace_a_recorded_one()
    {
        var recorded = new RecordedSignal(SignalKind.Ecg, 1, [1, 2, 3]);
        await Store.SaveAsync(Ana, [new RecordedSignal(SignalKind.Ecg, 1, [])], Stop);
        Assert.Equal(new SaveCount(0, 1), await Store.SaveAsync(Ana, [recorded], Stop));

        Assert.Equal(default, await Store.SaveAsync(Ana, [new RecordedSignal(SignalKind.Ecg, 1, [])], Stop));
        Assert.Equal(recorded, Assert.Single(await ReadAsync<RecordedSignal>(Ana)));
    }
}
