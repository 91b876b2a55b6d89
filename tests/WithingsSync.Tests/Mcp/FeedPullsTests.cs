using WithingsSync.Mcp.Covering;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.Tests.Mcp;

/// <summary>Pulls that answers wait for: one of each feed at a time, and a pause after a failure.</summary>
public sealed class FeedPullsTests : IAsyncDisposable
{
    private static readonly AccountId Ana = new("ana");
    private static readonly PullScope Changes = new PullScope.Changes();

    private readonly ManualTime _time = new();
    private readonly FeedPulls _pulls;
    private int _runs;
    private Func<FeedPull, Task<PullOutcome>> _run = _ => Task.FromResult(PullOutcome.Done);

    public FeedPullsTests() => _pulls = new(RunAsync, _time, CancellationToken.None);

    [Fact]
    public async Task Who_comes_while_a_feed_is_pulled_waits_for_the_same_pull()
    {
        var end = new TaskCompletionSource<PullOutcome>();
        _run = _ => end.Task;

        var first = _pulls.Begin(Ana, Feed.Measures, Changes);
        var second = _pulls.Begin(Ana, Feed.Measures, new PullScope.Window(_time.GetUtcNow(), _time.GetUtcNow()));
        var another = _pulls.Begin(new("bo"), Feed.Measures, Changes);
        end.SetResult(PullOutcome.Done);
        await Task.WhenAll(first.End, another.End);

        Assert.Same(first, second);
        Assert.NotSame(first, another);
        Assert.Equal(2, _runs);
    }

    [Theory]
    [InlineData(PullFailure.Transient)]
    [InlineData(PullFailure.Rejected)]
    [InlineData(PullFailure.Throttled)]
    public async Task For_half_a_minute_after_a_failure_nothing_is_asked_and_the_failure_stands_with_its_end(PullFailure why)
    {
        await FailAsync(Feed.Measures, new(why, "No."));
        var until = _time.GetUtcNow().AddSeconds(30);

        _time.Advance(TimeSpan.FromSeconds(29));
        var paused = await _pulls.Begin(Ana, Feed.Measures, Changes).End;
        _time.Advance(TimeSpan.FromSeconds(1));
        var later = await _pulls.Begin(Ana, Feed.Measures, Changes).End;

        Assert.Equal((why, "No.", until), (paused.Failure!.Failure, paused.Failure.Message, paused.Failure.RetryAt));
        Assert.Null(later.Failure);
        Assert.Equal(2, _runs);
    }

    [Fact]
    public async Task The_wait_that_Withings_names_is_kept()
    {
        await FailAsync(Feed.Measures, new(PullFailure.Throttled, "No.") { RetryAt = _time.GetUtcNow().AddMinutes(10) });

        _time.Advance(TimeSpan.FromMinutes(9));

        Assert.NotNull((await _pulls.Begin(Ana, Feed.Measures, Changes).End).Failure);
        Assert.NotNull(_pulls.FindFailure(Ana));
    }

    [Theory]
    [InlineData(Feed.Measures, PullFailure.Throttled, true)]
    [InlineData(Feed.Measures, PullFailure.Misconfigured, true)]
    [InlineData(Feed.Measures, PullFailure.Transient, true)]
    [InlineData(Feed.Measures, PullFailure.Rejected, false)]
    [InlineData(Feed.Sleep, PullFailure.Transient, false)]
    [InlineData(Feed.Sleep, PullFailure.Throttled, true)]
    public async Task What_would_meet_every_feed_pauses_all_of_this_person(Feed feed, PullFailure why, bool meetsAll)
    {
        await FailAsync(feed, new(why, "No."));

        Assert.Equal(meetsAll, (await _pulls.Begin(Ana, Feed.Activity, Changes).End).Failure is not null);
        Assert.Null((await _pulls.Begin(new("bo"), feed, Changes).End).Failure);
    }

    [Fact]
    public async Task A_feed_that_went_well_meanwhile_ends_the_pause_of_the_others_but_not_of_the_one_that_failed()
    {
        var end = new TaskCompletionSource<PullOutcome>();
        _run = pull => pull.Feed == Feed.Activity ? end.Task : Task.FromResult(PullOutcome.Failed(new(PullFailure.Transient, "No.")));
        var slow = _pulls.Begin(Ana, Feed.Activity, Changes);
        await _pulls.Begin(Ana, Feed.Measures, Changes).End;
        end.SetResult(PullOutcome.Done);
        await slow.End;
        _run = _ => Task.FromResult(PullOutcome.Done);

        Assert.NotNull((await _pulls.Begin(Ana, Feed.Measures, Changes).End).Failure);
        Assert.Null((await _pulls.Begin(Ana, Feed.Nights, Changes).End).Failure);
    }

    [Fact]
    public async Task What_changed_for_a_person_ends_their_pauses()
    {
        await FailAsync(Feed.Measures, new(PullFailure.Transient, "No."));

        _pulls.ForgetFailures(Ana);

        Assert.Null(_pulls.FindFailure(Ana));
        Assert.Null((await _pulls.Begin(Ana, Feed.Measures, Changes).End).Failure);
    }

    public async ValueTask DisposeAsync() => await _pulls.DisposeAsync();

    private Task<PullOutcome> RunAsync(FeedPull pull, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _runs);
        return _run(pull);
    }

    private async Task FailAsync(Feed feed, PullException failure)
    {
        _run = _ => Task.FromResult(PullOutcome.Failed(failure));
        await _pulls.Begin(Ana, feed, Changes).End;
        _run = _ => Task.FromResult(PullOutcome.Done);
    }
}
