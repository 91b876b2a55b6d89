using WithingsSync.Health;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Pipeline.Records;
using WithingsSync.Storage;
using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.Tests.Pipeline;

public sealed class PullerTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 6, 15, 10, 0, 0, TimeSpan.Zero);
    private static readonly AccountId Ana = new("ana");
    private static readonly PullScope Changes = new PullScope.Changes();

    private readonly string _folder = Directory.CreateTempSubdirectory("withings-sync-puller-").FullName;
    private readonly ScriptedSource _source = new();
    private readonly ManualTime _time = new(Now);
    private readonly Archive _archive;
    private readonly Puller _puller;

    public PullerTests()
    {
        _archive = Archive.Open(Path.Combine(_folder, "archive.db"), _time);
        _puller = new(_source, _archive, Ana, _time);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _archive.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task The_next_pull_asks_from_the_second_before_the_last_change_because_since_may_leave_its_own_second_out()
    {
        _source.Answer = _ => [[Group(1, modified: 1000)], [Group(2, modified: 900)]];
        await PullAsync(Feed.Measures);
        await PullAsync(Feed.Measures);

        Assert.Equal([0L, 999L], _source.Asked.Cast<PullQuery.ChangedSince>().Select(query => query.Since));
    }

    [Fact]
    public async Task A_pull_that_breaks_between_two_pages_keeps_the_first_and_starts_over()
    {
        _source.Answer = _ => Pages();
        await Assert.ThrowsAsync<PullException>(() => PullAsync(Feed.Measures));

        Assert.Single(await ReadAsync<MeasureGroup>());
        Assert.Null((await _archive.FindStateAsync(Ana, Feed.Measures, Stop)).ChangedSince);

        static IEnumerable<IReadOnlyList<HealthRecord>> Pages()
        {
            yield return [Group(1, modified: 1000)];
            throw new PullException(PullFailure.Transient, "cut");
        }
    }

    [Fact]
    public async Task A_change_dated_in_the_future_hides_nothing_that_changes_meanwhile()
    {
        _source.Answer = _ => [[Group(1, modified: Now.AddYears(1).ToUnixTimeSeconds())]];
        await PullAsync(Feed.Measures);
        await PullAsync(Feed.Measures);

        Assert.True(((PullQuery.ChangedSince)_source.Asked[1]).Since < Now.ToUnixTimeSeconds());
    }

    [Fact]
    public async Task A_window_pulled_first_does_not_stand_for_the_whole_list_of_recordings()
    {
        _source.Answer = _ => [[new HeartRecording(Now.AddDays(-1)) { DeviceId = "d" }]];
        await PullAsync(Feed.Heart, new PullScope.Window(Now.AddDays(-7), Now));
        await PullAsync(Feed.Heart);
        await PullAsync(Feed.Heart);

        Assert.Equal([typeof(PullQuery.Between), typeof(PullQuery.Whole), typeof(PullQuery.Between)], _source.Asked.Select(query => query.GetType()));
    }

    [Fact]
    public async Task A_week_read_again_does_not_stand_for_the_look_back_over_a_month()
    {
        _source.Answer = _ => [[Group(1, modified: 1000)]];
        await PullAsync(Feed.Measures);
        _time.Advance(TimeSpan.FromDays(3));
        await PullAsync(Feed.Measures, new PullScope.Window(_time.GetUtcNow().AddDays(-7), _time.GetUtcNow()));

        var state = await _archive.FindStateAsync(Ana, Feed.Measures, Stop);

        Assert.Equal(2, PullPlan.DueScopes(Feed.Measures, state, _time.GetUtcNow()).Count);
        await PullAsync(Feed.Measures, new PullScope.Window(_time.GetUtcNow().AddDays(-30), _time.GetUtcNow()));
        state = await _archive.FindStateAsync(Ana, Feed.Measures, Stop);
        Assert.Single(PullPlan.DueScopes(Feed.Measures, state, _time.GetUtcNow()));
    }

    [Theory]
    [InlineData(Feed.Measures)]
    [InlineData(Feed.Heart)]
    public async Task A_window_stands_for_all_that_is_new_only_if_it_is_of_all_time(Feed feed)
    {
        _source.Answer = _ => feed == Feed.Heart ? [[new HeartRecording(Now.AddDays(-1)) { DeviceId = "d" }]] : [[Group(1, modified: 1000)]];
        await PullAsync(feed);
        _time.Advance(TimeSpan.FromDays(100));
        await PullAsync(feed, new PullScope.Window(_time.GetUtcNow().AddDays(-40), _time.GetUtcNow().AddDays(1)));
        var afterWindow = await _archive.FindStateAsync(Ana, feed, Stop);
        await PullAsync(feed, new PullScope.Window(PullPlan.Beginning, _time.GetUtcNow().AddDays(1)));

        Assert.Equal((Now.AddDays(100), Now), (afterWindow.LastPulledAt, afterWindow.CaughtUpAt));
        Assert.Equal(Now.AddDays(100), (await _archive.FindStateAsync(Ana, feed, Stop)).CaughtUpAt);
    }

    [Fact]
    public async Task A_wholly_empty_window_deletes_nothing()
    {
        await _archive.SaveAsync(Ana, [Group(1, modified: 1000)], Stop);
        _source.Answer = _ => [[]];

        var result = await PullAsync(Feed.Measures, new PullScope.Window(DateTimeOffset.UnixEpoch, Now));

        Assert.Equal(0, result.Deleted);
        Assert.Single(await ReadAsync<MeasureGroup>());
    }

    [Fact]
    public async Task What_another_process_stores_while_a_window_is_read_is_not_forgotten()
    {
        await _archive.SaveAsync(Ana, [Group(1, modified: 1000), Group(2, modified: 1000)], Stop);
        _source.Answer = _ => Pages();

        var result = await PullAsync(Feed.Measures, new PullScope.Window(DateTimeOffset.UnixEpoch, Now));

        Assert.Equal(1, result.Deleted);
        Assert.Equal([1L, 3L], (await ReadAsync<MeasureGroup>()).Select(group => group.GroupId));

        IEnumerable<IReadOnlyList<HealthRecord>> Pages()
        {
            using var other = Archive.Open(Path.Combine(_folder, "archive.db"), _time);
            other.SaveAsync(Ana, [Group(3, modified: 2000)], Stop).GetAwaiter().GetResult();
            yield return [Group(1, modified: 1000)];
        }
    }

    [Fact]
    public async Task The_hypnogram_of_a_deleted_night_goes_with_it()
    {
        var (kept, gone) = (Night(1, Now.AddDays(-3)), Night(2, Now.AddDays(-2)));
        await _archive.SaveAsync(Ana, [kept, gone, Segment(kept), Segment(gone)], Stop);
        _source.Answer = _ => [[kept]];

        var result = await PullAsync(Feed.Nights, new PullScope.Window(Now.AddDays(-30), Now));

        Assert.Equal(2, result.Deleted);
        Assert.Equal(kept.StartedAt, Assert.Single(await ReadAsync<SleepSegment>()).StartedAt);
    }

    [Fact]
    public async Task One_night_that_is_refused_holds_back_no_other_and_is_tried_again_after_a_day_then_after_two()
    {
        var nights = Enumerable.Range(1, 5).Select(id => Night(id, Now.AddDays(-10 - id))).ToList();
        await _archive.SaveAsync(Ana, nights, Stop);
        _source.Answer = query => ((PullQuery.Between)query).From == nights[2].StartedAt
            ? throw new PullException(PullFailure.Rejected, "not this one")
            : [[Segment(nights.Single(night => night.StartedAt == ((PullQuery.Between)query).From))]];

        var refusal = await Assert.ThrowsAsync<PullException>(() => PullAsync(Feed.Sleep));

        Assert.Contains("1 of 5 could not be read", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(4, (await ReadAsync<SleepSegment>()).Count);
        foreach (var (days, isAsked) in new[] { (0.9, false), (0.2, true), (1.8, false), (0.3, true) })
        {
            _time.Advance(TimeSpan.FromDays(days));
            _source.Asked.Clear();
            await (isAsked ? Assert.ThrowsAsync<PullException>(() => PullAsync(Feed.Sleep)) : (Task)PullAsync(Feed.Sleep));
            Assert.Equal(isAsked ? [nights[2].StartedAt] : [], _source.Asked.Cast<PullQuery.Between>().Select(query => query.From));
        }

        await _archive.SaveAsync(Ana, [Night(3, nights[2].StartedAt) with { ModifiedAt = _time.GetUtcNow() }], Stop);
        await Assert.ThrowsAsync<PullException>(() => PullAsync(Feed.Sleep));
    }

    [Fact]
    public async Task Three_nights_that_are_refused_hold_back_the_others_once_only()
    {
        var nights = Enumerable.Range(1, 6).Select(id => Night(id, Now.AddDays(-10 - id))).ToList();
        await _archive.SaveAsync(Ana, nights, Stop);
        _source.Answer = query => ((PullQuery.Between)query).From >= nights[2].StartedAt
            ? throw new PullException(PullFailure.Rejected, "not this one")
            : [[Segment(nights.Single(night => night.StartedAt == ((PullQuery.Between)query).From))]];

        await Assert.ThrowsAsync<PullException>(() => PullAsync(Feed.Sleep));
        await PullAsync(Feed.Sleep);

        Assert.Equal(3, (await ReadAsync<SleepSegment>()).Count);
    }

    [Fact]
    public async Task A_night_that_the_source_stumbles_over_is_tried_at_each_pull_four_times_and_then_daily()
    {
        await _archive.SaveAsync(Ana, [Night(1, Now.AddDays(-10))], Stop);
        _source.Answer = _ => throw new PullException(PullFailure.Transient, "down");

        for (var pull = 0; pull < 5; pull++)
        {
            await Assert.ThrowsAsync<PullException>(() => PullAsync(Feed.Sleep));
        }

        await PullAsync(Feed.Sleep);
        Assert.Equal(5, _source.Asked.Count);
        _time.Advance(TimeSpan.FromDays(1.1));
        await Assert.ThrowsAsync<PullException>(() => PullAsync(Feed.Sleep));
    }

    [Fact]
    public async Task A_source_that_refuses_night_after_night_is_not_asked_for_all_of_them()
    {
        await _archive.SaveAsync(Ana, [.. Enumerable.Range(1, 50).Select(id => Night(id, Now.AddDays(-10 - id)))], Stop);
        _source.Answer = _ => throw new PullException(PullFailure.Transient, "down");

        await Assert.ThrowsAsync<PullException>(() => PullAsync(Feed.Sleep));

        Assert.Equal(3, _source.Asked.Count);
    }

    [Theory]
    [InlineData(-1, 2)]
    [InlineData(-5, 1)]
    public async Task An_empty_day_is_asked_for_again_while_it_may_still_be_filled(int daysAgo, int asked)
    {
        var day = new ActivityDay(DateOnly.FromDateTime(Now.AddDays(daysAgo).Date), Metrics.None) { ModifiedAt = Now, TimeZone = "UTC" };
        await _archive.SaveAsync(Ana, [day], Stop);

        await PullAsync(Feed.Intraday);
        await PullAsync(Feed.Intraday);

        Assert.Equal(asked, _source.Asked.Count);
    }

    [Fact]
    public async Task A_day_at_the_end_of_time_and_a_night_without_end_do_not_stop_a_pull()
    {
        var endless = new SleepNight(1, Now.AddDays(-9), Now.AddYears(2000), new DateOnly(2026, 6, 7), Metrics.None) { ModifiedAt = Now };
        await _archive.SaveAsync(Ana, [new ActivityDay(DateOnly.MaxValue, Metrics.None) { ModifiedAt = Now }, endless], Stop);

        await PullAsync(Feed.Intraday);
        await PullAsync(Feed.Sleep);

        Assert.InRange(_source.Asked.Count, 1, 3);
    }

    [Fact]
    public async Task An_ECG_and_a_sound_of_one_number_are_both_read()
    {
        await _archive.SaveAsync(Ana, [new HeartRecording(Now) { DeviceId = "d", EcgSignalId = 7, StethoSignalId = 7 }], Stop);
        _source.Answer = query => [[new RecordedSignal(((PullQuery.Signal)query).Kind, 7, [1, 2, 3])]];

        await PullAsync(Feed.Signals);
        await PullAsync(Feed.Signals);

        Assert.Equal([SignalKind.Ecg, SignalKind.Stetho], _source.Asked.Cast<PullQuery.Signal>().Select(signal => signal.Kind));
    }

    [Fact]
    public async Task A_kind_that_was_not_granted_is_said_and_forgotten_once_it_is()
    {
        _source.Answer = _ => throw new PullException(PullFailure.NotGranted, "no");
        Assert.True((await PullAsync(Feed.Activity)).NotGranted);
        Assert.Equal(new FeedState(LastPulledAt: Now, NotGranted: true), await _archive.FindStateAsync(Ana, Feed.Activity, Stop));

        _source.Answer = _ => [];
        Assert.False((await PullAsync(Feed.Activity)).NotGranted);
        Assert.False((await _archive.FindStateAsync(Ana, Feed.Activity, Stop)).NotGranted);
    }

    private Task<PullResult> PullAsync(Feed feed, PullScope? scope = null) => _puller.PullAsync(feed, scope ?? Changes, progress: null, Stop);

    private Task<IReadOnlyList<T>> ReadAsync<T>()
        where T : HealthRecord => _archive.ReadAsync<T>(Ana, PullPlan.Beginning, PullPlan.End, Stop);

    private static MeasureGroup Group(long id, long modified) => new(id, Now.AddDays(-1), [new(1, 80, 0)])
    {
        CreatedAt = DateTimeOffset.FromUnixTimeSeconds(modified),
        ModifiedAt = DateTimeOffset.FromUnixTimeSeconds(modified),
    };

    private static SleepNight Night(long id, DateTimeOffset start) =>
        new(id, start, start.AddHours(8), DateOnly.FromDateTime(start.AddHours(8).Date), Metrics.None) { ModifiedAt = start.AddHours(9) };

    private static SleepSegment Segment(SleepNight night) => new(night.StartedAt, night.EndedAt, 1, []) { HashDeviceId = "d" };
}
