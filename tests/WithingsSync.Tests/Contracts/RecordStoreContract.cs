using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using WithingsSync.Health;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Pipeline.Records;
using Xunit;
using static WithingsSync.Tests.Contracts.SomeRecords;

namespace WithingsSync.Tests.Contracts;

/// <summary>What any record store must do, whatever it keeps its rows in.</summary>
public abstract class RecordStoreContract
{
    protected static readonly AccountId Ana = new("ana");
    protected static readonly AccountId Ben = new("ben");

    private static readonly Feed[] Feeds = Enum.GetValues<Feed>();

    protected abstract IRecordStore Store { get; }

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<int> Kinds => [.. Enumerable.Range(0, All().Count)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_record_is_read_as_it_was_saved(int kind)
    {
        var records = All()[kind];

        var count = await Store.SaveAsync(Ana, records, Stop);

        Assert.Equal(new SaveCount(records.Count, 0), count);
        Assert.Equal(Texts(records), Texts(await ReadAllAsync(Ana, kind)));
        Assert.Equal(records, await ReadAllAsync(Ana, kind));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_page_saved_again_changes_nothing(int kind)
    {
        await Store.SaveAsync(Ana, All()[kind], Stop);

        Assert.Equal(default, await Store.SaveAsync(Ana, All()[kind], Stop));
        Assert.Equal(All()[kind], await ReadAllAsync(Ana, kind));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Another_account_sees_nothing_of_it(int kind)
    {
        await Store.SaveAsync(Ana, All()[kind], Stop);
        await Store.SaveStateAsync(Ana, Feeds[kind], new(ChangedSince: 5), Stop);
        await Store.SaveReadAsync(Ana, Feeds[kind], 7, Noon, Stop);

        Assert.Empty(await ReadAllAsync(Ben, kind));
        Assert.All(await Store.SummariseAsync(Ben, Stop), summary => Assert.Equal(0, summary.Count));
        Assert.Equal(FeedState.Never, await Store.FindStateAsync(Ben, Feeds[kind], Stop));
        Assert.Empty(await Store.ReadsAsync(Ben, Feeds[kind], Stop));
    }

    [Fact]
    public async Task Two_accounts_keep_the_same_key_apart()
    {
        await Store.SaveAsync(Ana, [Group(1, measures: new Measure(1, 70, 0))], Stop);
        await Store.SaveAsync(Ben, [Group(1, measures: new Measure(1, 90, 0))], Stop);

        Assert.Equal(1, await ForgetAsync<MeasureGroup>(Ana, Noon, Noon));

        Assert.Empty(await ReadAsync<MeasureGroup>(Ana));
        Assert.Equal(90, Assert.Single(Assert.Single(await ReadAsync<MeasureGroup>(Ben)).Measures).Value);
    }

    [Fact]
    public async Task Kinds_may_be_mixed_in_one_page()
    {
        var page = All().SelectMany(records => records).ToList();

        Assert.Equal(new SaveCount(page.Count, 0), await Store.SaveAsync(Ana, page, Stop));
        Assert.Equal(default, await Store.SaveAsync(Ana, page, Stop));
    }

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
    public async Task An_empty_signal_does_not_replace_a_recorded_one()
    {
        var recorded = new RecordedSignal(SignalKind.Ecg, 1, [1, 2, 3]);
        await Store.SaveAsync(Ana, [new RecordedSignal(SignalKind.Ecg, 1, [])], Stop);
        Assert.Equal(new SaveCount(0, 1), await Store.SaveAsync(Ana, [recorded], Stop));

        Assert.Equal(default, await Store.SaveAsync(Ana, [new RecordedSignal(SignalKind.Ecg, 1, [])], Stop));
        Assert.Equal(recorded, Assert.Single(await ReadAsync<RecordedSignal>(Ana)));
    }

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

    [Fact]
    public async Task A_page_that_fails_in_the_middle_leaves_nothing()
    {
        var broken = Segment(0) with { Curves = [new("hr", [1, 2], [1m])] };

        await Assert.ThrowsAsync<ArgumentException>(() => Store.SaveAsync(Ana, [Group(1), broken], Stop));

        Assert.Empty(await ReadAsync<MeasureGroup>(Ana));
        Assert.Equal(new SaveCount(2, 0), await Store.SaveAsync(Ana, [Group(1), Segment(0)], Stop));
        Assert.Equal(Segment(0), Assert.Single(await ReadAsync<SleepSegment>(Ana)));
    }

    [Fact]
    public async Task A_cancelled_save_leaves_nothing()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(() => Store.SaveAsync(Ana, [Group(1)], cancelled.Token));

        Assert.Empty(await ReadAsync<MeasureGroup>(Ana));
    }

    [Fact]
    public async Task The_state_of_a_feed_is_read_as_it_was_saved()
    {
        var state = new FeedState(5000000000, Noon, Noon.AddDays(-1), NotGranted: true);
        Assert.Equal(FeedState.Never, await Store.FindStateAsync(Ana, Feed.Sleep, Stop));

        await Store.SaveStateAsync(Ana, Feed.Sleep, state, Stop);
        Assert.Equal(state, await Store.FindStateAsync(Ana, Feed.Sleep, Stop));
        Assert.Equal(FeedState.Never, await Store.FindStateAsync(Ana, Feed.Nights, Stop));

        await Store.SaveStateAsync(Ana, Feed.Sleep, FeedState.Never, Stop);
        Assert.Equal(FeedState.Never, await Store.FindStateAsync(Ana, Feed.Sleep, Stop));
    }

    [Fact]
    public async Task An_item_read_again_has_its_last_reading()
    {
        await Store.SaveReadAsync(Ana, Feed.Sleep, 5000000000, Noon, Stop);
        await Store.SaveReadAsync(Ana, Feed.Sleep, 5000000000, Noon.AddHours(1), Stop);
        await Store.SaveReadAsync(Ana, Feed.Sleep, 19792, Noon, Stop);

        var reads = await Store.ReadsAsync(Ana, Feed.Sleep, Stop);

        Assert.Equal(new() { [5000000000] = Noon.AddHours(1), [19792] = Noon }, reads.ToDictionary());
        Assert.Empty(await Store.ReadsAsync(Ana, Feed.Signals, Stop));
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

    [Fact]
    public void Any_group_survives()
    {
        var groups =
            from id in ArbMap.Default.GeneratorFor<long>()
            from at in Gen.Choose(0, int.MaxValue)
            from numbers in ArbMap.Default.GeneratorFor<(int Type, long Value, int Exponent, int? Position, long? Algo, int? Fm)[]>()
            from texts in Gen.ArrayOf(Gen.OneOf(Gen.Constant<string?>(null), ArbMap.Default.GeneratorFor<NonNull<string>>().Select(text => (string?)text.Get)), 6)
            select new MeasureGroup(id, DateTimeOffset.FromUnixTimeSeconds(at), [.. numbers.Select(n => new Measure(n.Type, n.Value, n.Exponent, n.Position, n.Algo, n.Fm, texts[5]))])
            {
                CreatedAt = DateTimeOffset.FromUnixTimeSeconds(at + 1L), ModifiedAt = DateTimeOffset.FromUnixTimeSeconds(at + 2L),
                DeviceId = texts[0], HashDeviceId = texts[1], Model = texts[2], TimeZone = texts[3], Comment = texts[4],
            };
        var run = 0;

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(Arb.From(groups), group =>
        {
            var account = new AccountId(string.Create(CultureInfo.InvariantCulture, $"run {run++}"));
            Wait(Store.SaveAsync(account, [group], CancellationToken.None));
            return group.Equals(Assert.Single(Wait(Store.ReadAsync<MeasureGroup>(account, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, CancellationToken.None))));
        }));
    }

    /// <summary>FsCheck's properties are synchronous.</summary>
    private static T Wait<T>(Task<T> task) => task.GetAwaiter().GetResult();

    protected Task<IReadOnlyList<T>> ReadAsync<T>(AccountId account)
        where T : HealthRecord =>
        Store.ReadAsync<T>(account, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, Stop);

    private async Task<KindSummary> SummaryAsync(Feed feed) => Assert.Single(await Store.SummariseAsync(Ana, Stop), summary => summary.Feed == feed);

    private Task<int> ForgetAsync<T>(AccountId account, DateTimeOffset from, DateTimeOffset to, params long[] seen)
        where T : HealthRecord =>
        Store.ForgetUnseenAsync<T>(account, from, to, seen.ToHashSet(), Stop);

    private async Task<IReadOnlyList<HealthRecord>> ReadAllAsync(AccountId account, int kind) => All()[kind][0] switch
    {
        MeasureGroup => await ReadAsync<MeasureGroup>(account),
        ActivityDay => await ReadAsync<ActivityDay>(account),
        IntradaySample => await ReadAsync<IntradaySample>(account),
        Health.Workout => await ReadAsync<Workout>(account),
        SleepNight => await ReadAsync<SleepNight>(account),
        SleepSegment => await ReadAsync<SleepSegment>(account),
        HeartRecording => await ReadAsync<HeartRecording>(account),
        StethoRecording => await ReadAsync<StethoRecording>(account),
        RecordedSignal => await ReadAsync<RecordedSignal>(account),
        Device => await ReadAsync<Device>(account),
        Goals => await ReadAsync<Goals>(account),
        var other => throw new NotSupportedException(other.ToString()),
    };

    /// <summary>Figures as written: 1.50 equals 1.5 but does not read alike.</summary>
    private static IEnumerable<string> Texts(IReadOnlyList<HealthRecord> records) => records.SelectMany(record => record switch
    {
        ActivityDay day => Texts(day.Metrics),
        SleepSegment segment => segment.Curves.SelectMany(curve => curve.Values.Select(value => value.ToString(CultureInfo.InvariantCulture))).Concat(Texts(segment.Metrics)),
        HeartRecording heart => [$"{heart.Systolic} {heart.HeartRate}", .. Texts(heart.Metrics)],
        _ => [],
    });

    private static IEnumerable<string> Texts(Metrics metrics) => metrics.Select(metric => string.Create(CultureInfo.InvariantCulture, $"{metric.Name}={metric.Number}{metric.Text}"));
}
