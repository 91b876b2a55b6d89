using WithingsSync.Health;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Pipeline.Records;
using Xunit;
using static WithingsSync.Tests.Contracts.SomeRecords;

namespace WithingsSync.Tests.Contracts;

/// <summary>What was deleted at the source, seen by reading a window again.</summary>
public abstract partial class RecordStoreContract
{
    [Fact]
    public async Task What_a_window_no_longer_shows_is_forgotten_both_ends_included()
    {
        await Store.SaveAsync(Ana, [.. Enumerable.Range(0, 6).Select(i => Group(i, hours: i))], Stop);

        var forgotten = await ForgetAsync<MeasureGroup>(Ana, Noon.AddHours(1), Noon.AddHours(4), 2);

        Assert.Equal(3, forgotten);
        Assert.Equal([0, 2, 5], (await ReadAsync<MeasureGroup>(Ana)).Select(group => group.GroupId));
        Assert.Equal(0, await ForgetAsync<MeasureGroup>(Ana, Noon.AddHours(1), Noon.AddHours(4), 2));
        Assert.Equal(3, (await SummaryAsync(Feed.Measures)).Count);
    }

    [Fact]
    public async Task Workouts_and_segments_are_forgotten_by_their_start()
    {
        await Store.SaveAsync(Ana, [.. Enumerable.Range(0, 4).Select(i => Workout(i, hours: i)), Segment(0), Segment(10), Segment(10, device: null), Segment(20), Segment(30)], Stop);

        Assert.Equal(1, await ForgetAsync<Workout>(Ana, Noon.AddHours(1), Noon.AddHours(2), 2));
        Assert.Equal(3, await ForgetAsync<SleepSegment>(Ana, Noon.AddMinutes(10), Noon.AddMinutes(30), Noon.AddMinutes(20).ToUnixTimeSeconds()));

        Assert.Equal([0, 2, 3], (await ReadAsync<Workout>(Ana)).Select(workout => workout.WorkoutId));
        Assert.Equal([Noon, Noon.AddMinutes(20)], (await ReadAsync<SleepSegment>(Ana)).Select(segment => segment.StartedAt));
    }

    [Fact]
    public async Task A_night_is_forgotten_only_when_all_of_it_lies_in_the_window()
    {
        await Store.SaveAsync(Ana, [.. Enumerable.Range(0, 5).Select(i => Night(i, days: i))], Stop);

        Assert.Equal(1, await ForgetAsync<SleepNight>(Ana, Night(1, days: 1).StartedAt, Night(3, days: 3).EndedAt.AddSeconds(-1), 2));

        Assert.Equal([0, 2, 3, 4], (await ReadAsync<SleepNight>(Ana)).Select(night => night.NightId));
        Assert.Equal(1, await ForgetAsync<SleepNight>(Ana, Night(2, days: 2).StartedAt, Night(3, days: 3).EndedAt, 2));
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    public async Task A_group_that_was_deleted_and_comes_again_is_alive(int modified, int kept)
    {
        await Store.SaveAsync(Ana, [Group(1)], Stop);
        await ForgetAsync<MeasureGroup>(Ana, Noon, Noon);
        Assert.Empty(await ReadAsync<MeasureGroup>(Ana));

        Assert.Equal(new SaveCount(0, 1), await Store.SaveAsync(Ana, [Group(1, modified: modified)], Stop));
        Assert.Equal(Group(1, modified: kept), Assert.Single(await ReadAsync<MeasureGroup>(Ana)));
    }

    [Fact]
    public async Task A_kind_whose_deletions_cannot_be_seen_is_never_forgotten() =>
        await Assert.ThrowsAsync<NotSupportedException>(() => ForgetAsync<IntradaySample>(Ana, Noon, Noon));
}
