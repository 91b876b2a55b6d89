using WithingsSync.Health;
using WithingsSync.Pipeline.Pulling;
using Xunit;
using static WithingsSync.Tests.Contracts.SomeRecords;

namespace WithingsSync.Tests.Contracts;

/// <summary>What a window shows, in which order, and what is summed up.</summary>
public abstract partial class RecordStoreContract
{
    [Fact]
    public async Task Records_come_oldest_first_and_by_id_when_of_one_moment()
    {
        await Store.SaveAsync(Ana, [Group(9, hours: 1), Group(7), Group(-3), Group(5000000000), Workout(4, hours: 2), Workout(3, hours: 2), Workout(5)], Stop);

        Assert.Equal([-3, 7, 5000000000, 9], (await ReadAsync<MeasureGroup>(Ana)).Select(group => group.GroupId));
        Assert.Equal([5, 3, 4], (await ReadAsync<Workout>(Ana)).Select(workout => workout.WorkoutId));
    }

    [Fact]
    public async Task Both_ends_of_a_window_are_read()
    {
        await Store.SaveAsync(Ana, [.. Enumerable.Range(0, 5).Select(i => Group(i, hours: i)), .. Enumerable.Range(0, 5).Select(i => Night(i, days: i))], Stop);

        var groups = await Store.ReadAsync<MeasureGroup>(Ana, Noon.AddHours(1), Noon.AddHours(3), Stop);
        var nights = await Store.ReadAsync<SleepNight>(Ana, Noon.AddDays(1).AddHours(11), Noon.AddDays(3).AddHours(-12), Stop);

        Assert.Equal([1, 2, 3], groups.Select(group => group.GroupId));
        Assert.Equal([1, 2, 3], nights.Select(night => night.NightId));
    }

    [Fact]
    public async Task The_summary_counts_every_feed_with_its_first_and_last_moment()
    {
        await Store.SaveAsync(Ana, [.. All().SelectMany(records => records)], Stop);

        var summaries = await Store.SummariseAsync(Ana, Stop);

        Assert.Equal(Feeds, summaries.Select(summary => summary.Feed));
        Assert.All(summaries, summary => Assert.Equal(summary.Feed == Feed.Goals ? 1 : 2, summary.Count));
        Assert.Equal(new(Feed.Measures, 2, Noon, Noon.AddSeconds(1)), summaries[0]);
        Assert.Equal(new(Feed.Activity, 2, Noon.AddHours(-12), Noon.AddHours(12)), summaries[1]);
        Assert.Null((await SummaryAsync(Feed.Signals)).First);
    }
}
