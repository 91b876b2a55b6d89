using WithingsSync.Mcp;
using WithingsSync.Mcp.Covering;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Pipeline.Records;
using WithingsSync.Storage;
using WithingsSync.Testing;
using WithingsSync.Tests.Contracts;
using WithingsSync.Tests.Storage;
using Xunit;

namespace WithingsSync.Tests.Mcp;

/// <summary>What an answer says of what could be had for it.</summary>
public sealed class CovererTests : IAsyncDisposable
{
    private static readonly AccountId Ana = new("ana");
    private static readonly DateTimeOffset Now = SomeRecords.Noon;

    private readonly ArchiveFolder _folder = new();
    private readonly ManualTime _time = new(Now);
    private readonly Archive _archive;
    private readonly FeedPulls _pulls;
    private Func<FeedPull, Task> _pull = _ => Task.CompletedTask;

    public CovererTests()
    {
        _archive = Archive.Open(_folder.File, _time);
        _pulls = new(async (pull, _) =>
        {
            await _pull(pull);
            return PullOutcome.Done;
        }, _time, CancellationToken.None);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_came_empty_is_told_as_that_and_asking_again_at_once_is_not_recommended()
    {
        await _archive.SaveAsync(Ana, [SomeRecords.Night(7)], Stop);
        await _archive.SaveStateAsync(Ana, Feed.Nights, new(ChangedSince: 5, LastPulledAt: Now, CaughtUpAt: Now), Stop);

        var coverage = await CoverAsync([Feed.Nights, Feed.Sleep]);

        Assert.False(coverage.IsComplete);
        Assert.True(coverage.HasPulled);
        Assert.Contains("gave nothing", Assert.Single(coverage.Missing), StringComparison.Ordinal);
        Assert.Null(coverage.RetryAfter);
    }

    [Fact]
    public async Task What_came_empty_a_moment_ago_is_told_in_the_same_words_without_a_pull()
    {
        var night = SomeRecords.Night(7);
        await _archive.SaveAsync(Ana, [night], Stop);
        await _archive.SaveStateAsync(Ana, Feed.Nights, new(ChangedSince: 5, LastPulledAt: Now, CaughtUpAt: Now), Stop);
        _pull = _ => _archive.SaveAskAsync(Ana, Feed.Sleep, 7, new(night.ModifiedAt!.Value, Now), Stop);

        var first = await CoverAsync([Feed.Nights, Feed.Sleep]);
        var second = await CoverAsync([Feed.Nights, Feed.Sleep]);

        Assert.Equal((true, false), (first.HasPulled, second.HasPulled));
        Assert.Contains("gave nothing", Assert.Single(first.Missing), StringComparison.Ordinal);
        Assert.Equal((first.IsComplete, first.Missing.Single(), first.RetryAfter), (second.IsComplete, second.Missing.Single(), second.RetryAfter));
    }

    [Fact]
    public async Task What_was_refused_for_want_of_consent_is_not_missing_although_it_is_asked_for_again_within_the_hour()
    {
        await _archive.SaveStateAsync(Ana, Feed.Activity, new(LastPulledAt: Now.AddHours(-2), NotGranted: true), Stop);
        var never = new TaskCompletionSource();
        _pull = _ => never.Task;

        var coverage = await CoverAsync([Feed.Activity], waited: TimeSpan.FromMinutes(1));
        never.SetResult();

        Assert.Equal([Feed.Activity], coverage.NotGranted);
        Assert.False(coverage.IsComplete);
        Assert.Empty(coverage.Missing);
        Assert.Null(coverage.RetryAfter);
    }

    [Fact]
    public async Task What_was_waited_before_counts_towards_the_bound()
    {
        var never = new TaskCompletionSource();
        _pull = _ => never.Task;

        // The clock stands still: only what was waited before can end this.
        var coverage = await CoverAsync([Feed.Measures], waited: TimeSpan.FromSeconds(20));
        never.SetResult();

        Assert.Contains("the reading goes on", Assert.Single(coverage.Missing), StringComparison.Ordinal);
        Assert.NotNull(coverage.RetryAfter);
    }

    [Fact]
    public async Task Curves_that_were_not_due_for_days_are_as_new_as_the_list_that_names_them()
    {
        await _archive.SaveStateAsync(Ana, Feed.Nights, new(ChangedSince: 5, LastPulledAt: Now, CaughtUpAt: Now), Stop);
        await _archive.SaveStateAsync(Ana, Feed.Sleep, new(LastPulledAt: Now.AddDays(-4), CaughtUpAt: Now.AddDays(-4)), Stop);

        Assert.Equal(Now, (await CoverAsync([Feed.Nights, Feed.Sleep])).FetchedAt);
        Assert.Equal(Now, (await CoverAsync([Feed.Sleep])).FetchedAt);
    }

    public async ValueTask DisposeAsync()
    {
        await _pulls.DisposeAsync();
        _archive.Dispose();
        _folder.Dispose();
    }

    private Task<Coverage> CoverAsync(IReadOnlyList<Feed> feeds, TimeSpan waited = default) =>
        new Coverer(new Host(_pulls, _archive, _time), _archive, _time).CoverAsync(Ana, new(feeds, Now.AddDays(-7), Now.AddDays(1)) { Waited = waited }, Stop);

    private sealed class Host(FeedPulls pulls, IRecordStore store, TimeProvider time) : ICoverHost
    {
        public TimeSpan LongestWait => TimeSpan.FromSeconds(20);

        public CancellationToken Stopping => pulls.Stopping;

        public Task<string?> FindObstacleAsync(AccountId account, CancellationToken cancellationToken) => Task.FromResult<string?>(null);

        public Task<IReadOnlyList<(Feed Feed, PullScope Scope)>> DueAsync(AccountId account, CoverOrder order, CancellationToken cancellationToken) =>
            new CoverPlan(store, account, TimeSpan.FromMinutes(15), _ => null).DueAsync(order, time.GetUtcNow(), cancellationToken);

        public Task<TimeSpan> TurnInAsync(CancellationToken cancellationToken) => Task.FromResult(TimeSpan.Zero);

        public FeedPull Begin(AccountId account, Feed feed, PullScope scope) => pulls.Begin(account, feed, scope);

        public void Remember(FeedPull pull)
        {
            // The archive knows.
        }
    }
}
