using WithingsSync.Health;
using WithingsSync.Mcp;
using WithingsSync.Mcp.Covering;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Pipeline.Records;
using WithingsSync.Storage;
using WithingsSync.Tests.Contracts;
using WithingsSync.Tests.Storage;
using Xunit;

namespace WithingsSync.Tests.Mcp;

/// <summary>What must be pulled before an answer, for everything that may be known of a feed.</summary>
public sealed class CoverPlanTests : IDisposable
{
    private static readonly AccountId Ana = new("ana");
    private static readonly DateTimeOffset Now = SomeRecords.Noon;
    private static readonly DateTimeOffset WeekAgo = Now.AddDays(-7);
    private static readonly TimeSpan Quarter = TimeSpan.FromMinutes(15);

    private readonly ArchiveFolder _folder = new();
    private readonly Archive _archive;

    public CoverPlanTests() => _archive = Archive.Open(_folder.File);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_never_read_is_read_whole_where_nobody_else_reads_it() => Assert.Equal(new PullScope.Changes(), await DueAsync(FeedState.Never, readSince: null));

    [Fact]
    public async Task While_somebody_reads_it_backwards_only_the_range_is_read_ahead() =>
        Assert.Equal(new PullScope.Window(WeekAgo, Now), await DueAsync(FeedState.Never, readSince: DateTimeOffset.MaxValue));

    [Fact]
    public async Task What_the_backwards_reading_has_passed_is_there() => Assert.Null(await DueAsync(new(CaughtUpAt: Now.AddMinutes(-1)), readSince: Now.AddDays(-30)));

    [Fact]
    public async Task What_lies_before_the_backwards_reading_is_read_ahead() =>
        Assert.Equal(new PullScope.Window(WeekAgo, Now), await DueAsync(new(CaughtUpAt: Now.AddMinutes(-1)), readSince: Now.AddDays(-3)));

    [Fact]
    public async Task An_old_reading_is_refreshed_by_the_range_while_the_past_is_still_being_read() =>
        Assert.Equal(new PullScope.Window(WeekAgo, Now), await DueAsync(new(CaughtUpAt: Now.AddHours(-1)), readSince: Now.AddDays(-30)));

    [Fact]
    public async Task A_list_that_was_read_whole_and_is_empty_is_refreshed_by_its_changes() =>
        Assert.Equal(new PullScope.Changes(), await DueAsync(new(CaughtUpAt: Now.AddHours(-1)), readSince: DateTimeOffset.MinValue));

    [Theory]
    [InlineData(14, false)]
    [InlineData(16, true)]
    public async Task Changes_are_asked_for_when_the_last_reading_is_no_longer_fresh(int minutes, bool isDue) =>
        Assert.Equal(isDue ? new PullScope.Changes() : null, await DueAsync(new(ChangedSince: 5, CaughtUpAt: Now.AddMinutes(-minutes)), readSince: null));

    [Theory]
    [InlineData(1, true)]
    [InlineData(71, true)]
    [InlineData(72, false)]
    public async Task A_range_is_there_when_it_ended_days_before_the_last_reading_for_watches_synchronise_late(int hours, bool isDue) =>
        Assert.Equal(isDue ? new PullScope.Changes() : null, await DueAsync(new(ChangedSince: 5, CaughtUpAt: Now.AddDays(-2)), readSince: null, to: Now.AddDays(-2).AddHours(-hours)));

    [Theory]
    [InlineData(Feed.Heart, 14, false)]
    [InlineData(Feed.Stetho, 14, false)]
    [InlineData(Feed.Heart, 16, true)]
    [InlineData(Feed.Measures, 14, true)]
    public async Task A_list_of_a_device_that_nobody_owns_is_asked_for_no_more_often_than_others(Feed feed, int minutes, bool isDue) =>
        Assert.Equal(isDue ? new PullScope.Changes() : null, await DueAsync(new(CaughtUpAt: Now.AddMinutes(-minutes)), readSince: null, feed: feed));

    [Theory]
    [InlineData(30, false)]
    [InlineData(90, true)]
    public async Task A_refusal_for_want_of_consent_is_believed_for_an_hour(int minutes, bool isDue) =>
        Assert.Equal(isDue, await DueAsync(new(LastPulledAt: Now.AddMinutes(-minutes), NotGranted: true), readSince: null) is not null);

    [Theory]
    [InlineData(5, false)]
    [InlineData(7, true)]
    public async Task Devices_are_looked_at_a_few_times_a_day(int hours, bool isDue) =>
        Assert.Equal(isDue, await DueAsync(new(CaughtUpAt: Now.AddHours(-hours)), readSince: null, feed: Feed.Devices) is not null);

    [Fact]
    public async Task A_night_is_read_once_and_again_when_it_was_revised()
    {
        var night = SomeRecords.Night(7);
        await _archive.SaveAsync(Ana, [night], Stop);

        Assert.NotNull(await DueAsync(FeedState.Never, readSince: null, feed: Feed.Sleep, to: Now.AddDays(1)));
        await _archive.SaveVersionAsync(Ana, Feed.Sleep, night.NightId, night.ModifiedAt!.Value, Stop);
        Assert.Null(await DueAsync(FeedState.Never, readSince: null, feed: Feed.Sleep, to: Now.AddDays(1)));
        await _archive.SaveAsync(Ana, [night with { ModifiedAt = night.ModifiedAt.Value.AddMinutes(1) }], Stop);
        Assert.NotNull(await DueAsync(FeedState.Never, readSince: null, feed: Feed.Sleep, to: Now.AddDays(1)));
    }

    [Fact]
    public async Task A_night_that_Withings_refused_is_left_alone_for_its_pause()
    {
        var night = SomeRecords.Night(7);
        await _archive.SaveAsync(Ana, [night], Stop);
        await _archive.SaveFailureAsync(Ana, Feed.Sleep, night.NightId, new(night.ModifiedAt!.Value, 1, Now.AddHours(1)), Stop);
        Assert.Null(await DueAsync(FeedState.Never, readSince: null, feed: Feed.Sleep, to: Now.AddDays(1)));

        await _archive.SaveFailureAsync(Ana, Feed.Sleep, night.NightId, new(night.ModifiedAt.Value, 1, Now.AddHours(-1)), Stop);
        Assert.NotNull(await DueAsync(FeedState.Never, readSince: null, feed: Feed.Sleep, to: Now.AddDays(1)));
    }

    [Theory]
    [InlineData(14, null, 0, false)]
    [InlineData(16, null, 0, true)]
    [InlineData(-1, null, 0, true)]
    [InlineData(5, 6, 0, false)]
    [InlineData(5, 4, 0, true)]
    [InlineData(5, 6, 1, true)]
    public async Task A_night_that_came_empty_is_left_alone_until_its_list_was_read_anew_or_it_changed_and_no_longer_than_a_quarter_of_an_hour(
        int askedMinutesAgo, int? listReadMinutesAgo, int revisedBy, bool isDue)
    {
        var night = SomeRecords.Night(7);
        await _archive.SaveAsync(Ana, [night with { ModifiedAt = night.ModifiedAt!.Value.AddMinutes(revisedBy) }], Stop);
        await _archive.SaveAskAsync(Ana, Feed.Sleep, night.NightId, new(night.ModifiedAt.Value, Now.AddMinutes(-askedMinutesAgo)), Stop);
        await _archive.SaveStateAsync(Ana, Feed.Nights, new(ChangedSince: 5, CaughtUpAt: listReadMinutesAgo is { } minutes ? Now.AddMinutes(-minutes) : null), Stop);

        Assert.Equal(isDue, await DueAsync(FeedState.Never, readSince: null, feed: Feed.Sleep, to: Now.AddDays(1)) is not null);
    }

    [Fact]
    public async Task However_long_lists_are_fresh_for_a_signal_that_came_empty_is_so_no_longer_than_a_quarter_of_an_hour_and_lacks_all_the_while()
    {
        await _archive.SaveAsync(Ana, [new HeartRecording(WeekAgo) { DeviceId = "d", EcgSignalId = 7 }], Stop);
        var item = PullPlan.SignalItem(new(SignalKind.Ecg, 7));
        var order = new CoverOrder([Feed.Signals], WeekAgo, Now);

        foreach (var (minutes, isDue) in new[] { (14, false), (16, true) })
        {
            await _archive.SaveAskAsync(Ana, Feed.Signals, item, new(Now, Now.AddMinutes(-minutes)), Stop);
            var plan = new CoverPlan(_archive, Ana, TimeSpan.FromHours(24), _ => null);
            Assert.Equal(isDue, (await plan.DueAsync(order, Now, Stop)).Count > 0);
            Assert.Single(await plan.DueAsync(order with { CountsEmpty = true }, Now, Stop));
        }
    }

    [Fact]
    public async Task A_window_read_a_moment_ago_makes_nothing_fresh_whose_changes_were_not_asked_for() =>
        Assert.Equal(new PullScope.Changes(), await DueAsync(new(ChangedSince: 5, LastPulledAt: Now.AddMinutes(-1), CaughtUpAt: Now.AddHours(-1)), readSince: null));

    [Fact]
    public async Task Nothing_is_due_where_no_list_names_anything()
    {
        foreach (var feed in new[] { Feed.Sleep, Feed.Intraday, Feed.Signals })
        {
            Assert.Null(await DueAsync(FeedState.Never, readSince: null, feed: feed));
        }
    }

    public void Dispose()
    {
        _archive.Dispose();
        _folder.Dispose();
    }

    private async Task<PullScope?> DueAsync(FeedState state, DateTimeOffset? readSince, DateTimeOffset? to = null, Feed feed = Feed.Measures)
    {
        await _archive.SaveStateAsync(Ana, feed, state, Stop);
        var due = await new CoverPlan(_archive, Ana, Quarter, _ => readSince).DueAsync(new CoverOrder([feed], WeekAgo, to ?? Now), Now, Stop);
        return due.Count == 0 ? null : Assert.Single(due).Scope;
    }
}
