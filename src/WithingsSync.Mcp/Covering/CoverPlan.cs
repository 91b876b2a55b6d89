using WithingsSync.Health;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Pipeline.Records;

namespace WithingsSync.Mcp.Covering;

/// <summary>What has to be pulled before an answer is whole.</summary>
/// <param name="store">Says how far each feed was read.</param>
/// <param name="freshFor">What was read this long ago is as good as new.</param>
/// <param name="readSince">
/// Since when a feed's history is read although it was not read to its end yet, because somebody reads it backwards: the end of time when nothing is, the beginning of time when
/// all is. Null where the first pull of a feed reads all of it.
/// </param>
/// <param name="isRead">Whether a range that somebody else's backward reading has not come to was read ahead of it lately.</param>
public sealed class CoverPlan(IRecordStore store, AccountId account, TimeSpan freshFor, Func<Feed, DateTimeOffset?> readSince, Func<Feed, PullScope, bool>? isRead = null)
{
    /// <summary>What a person owns and aims at changes rarely.</summary>
    private static readonly TimeSpan SlowFreshFor = TimeSpan.FromHours(6);

    /// <summary>How long a refusal for want of consent is believed.</summary>
    private static readonly TimeSpan RefusalFreshFor = TimeSpan.FromHours(1);

    /// <summary>A night, day or signal that came empty may be filled without a word of it, so no list's freshness stands for it longer than this.</summary>
    private static readonly TimeSpan AskedFreshFor = TimeSpan.FromMinutes(15);

    /// <summary>
    /// What ended so long before a feed was last read was in it, for a watch reaches Withings hours after the fact, now and then days. Rarer ones (weeks) are found by the pulls
    /// themselves, which look back further.
    /// </summary>
    private static readonly TimeSpan LateBy = TimeSpan.FromDays(3);

    /// <summary>The feeds to pull, each in its scope; none when the store holds everything.</summary>
    public async Task<IReadOnlyList<(Feed Feed, PullScope Scope)>> DueAsync(CoverOrder order, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var due = new List<(Feed, PullScope)>();
        foreach (var feed in order.Feeds)
        {
            if (await ScopeAsync(feed, order, due, now, cancellationToken) is { } scope && isRead?.Invoke(feed, scope) != true)
            {
                due.Add((feed, scope));
            }
        }

        return due;
    }

    /// <summary>What is read one by one follows from a list; once that list is pulled there may be more in it than is known now.</summary>
    private static PullScope? ScopeAfter(Feed feed, CoverOrder order, List<(Feed Feed, PullScope Scope)> before) => feed switch
    {
        Feed.Sleep when before.Exists(one => one.Feed == Feed.Nights) => new PullScope.Changes(order.From.AddDays(-1), order.To),
        Feed.Intraday when before.Exists(one => one.Feed == Feed.Activity) => new PullScope.Changes(order.From, order.To),
        Feed.Signals when before.Exists(one => one.Feed is Feed.Heart or Feed.Stetho) => new PullScope.Changes(order.From, order.To),
        _ => null,
    };

    private async Task<PullScope?> ScopeAsync(Feed feed, CoverOrder order, List<(Feed Feed, PullScope Scope)> before, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var state = await store.FindStateAsync(account, feed, cancellationToken);
        var age = now - state.CaughtUpAt ?? TimeSpan.MaxValue;
        if (state.NotGranted && now - state.LastPulledAt < RefusalFreshFor)
        {
            return null;
        }

        if (ScopeAfter(feed, order, before) is { } after)
        {
            return after;
        }

        switch (feed)
        {
            case Feed.Devices or Feed.Goals:
                return age > SlowFreshFor ? new PullScope.Changes() : null;
            case Feed.Sleep:
                var nights = await store.ReadAsync<SleepNight>(account, order.From.AddDays(-1), order.To, cancellationToken);
                return PullPlan.DueNights(nights, await KnownAsync(feed, order, now, cancellationToken)).Count > 0 ? new PullScope.Changes(order.From.AddDays(-1), order.To) : null;
            case Feed.Intraday:
                var days = await store.ReadAsync<ActivityDay>(account, order.From, order.To, cancellationToken);
                return PullPlan.DueDays(days, await KnownAsync(feed, order, now, cancellationToken)).Count > 0 ? new PullScope.Changes(order.From, order.To) : null;
            case Feed.Signals:
                var hearts = await store.ReadAsync<HeartRecording>(account, order.From, order.To, cancellationToken);
                var stethos = await store.ReadAsync<StethoRecording>(account, order.From, order.To, cancellationToken);
                return PullPlan.DueSignals(hearts, stethos, await KnownAsync(feed, order, now, cancellationToken)).Count > 0 ? new PullScope.Changes(order.From, order.To) : null;
            default:
                var since = readSince(feed);
                var isKnown = state.ChangedSince is not null || order.From >= since;
                if (age <= freshFor ? isKnown || IsEmptyList(feed, state, since) : isKnown && order.To <= state.CaughtUpAt - LateBy)
                {
                    return null;
                }

                // While somebody reads it backwards, the changes would be all of it: the range alone is quicker.
                return state.ChangedSince is null && since is not null && since != DateTimeOffset.MinValue ? new PullScope.Window(order.From, order.To) : new PullScope.Changes();
        }
    }

    /// <summary>These lists are asked for whole until something is in them, so who owns no such device never has one read to its end.</summary>
    private static bool IsEmptyList(Feed feed, FeedState state, DateTimeOffset? readSince) => feed is Feed.Heart or Feed.Stetho && readSince is null && state.CaughtUpAt is not null;

    /// <summary>What was read, and what is left alone for now: because Withings could not give it, or because it was just asked for, whatever came.</summary>
    private async Task<IReadOnlyDictionary<long, DateTimeOffset>> KnownAsync(Feed feed, CoverOrder order, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var known = PullPlan.WithPaused(await store.FindVersionsAsync(account, feed, cancellationToken), await store.FindFailuresAsync(account, feed, cancellationToken), now);
        return order.CountsEmpty ? known
            : PullPlan.WithAsked(known, await store.FindAsksAsync(account, feed, cancellationToken), await AskedSinceAsync(feed, now, cancellationToken), now);
    }

    /// <summary>Since when an item must have been asked for to be left alone: a list that was read after that (a notification came, somebody pulled) makes it due at once.</summary>
    private async Task<DateTimeOffset> AskedSinceAsync(Feed feed, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var since = now - (freshFor < AskedFreshFor ? freshFor : AskedFreshFor);
        foreach (var list in OneByOne.ListsOf(feed))
        {
            since = (await store.FindStateAsync(account, list, cancellationToken)).CaughtUpAt is { } caughtUp && caughtUp > since && caughtUp <= now ? caughtUp : since;
        }

        return since;
    }
}
