using WithingsSync.Health;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Records;

namespace WithingsSync.Pipeline.Pulling;

/// <summary>
/// Source → store, for one account: the only writer of records. Pages are stored as they come; how far a feed was read is noted only after its
/// last page, so a pull that dies is repeated and harms nothing.
/// </summary>
public sealed class Puller(IRecordSource source, IRecordStore store, AccountId account, TimeProvider time)
{
    /// <summary>Lists without "changed since" are read again for this long, because a watch may synchronise weeks late (withings-api.md §4.2: up to 59 days).</summary>
    private static readonly TimeSpan LateBy = TimeSpan.FromDays(60);

    /// <summary>More than two clocks differ that are kept by the network.</summary>
    private static readonly TimeSpan ClockMargin = TimeSpan.FromMinutes(10);

    private readonly ItemPuller _items = new(store, account, time);

    /// <summary>Pulls one feed.</summary>
    /// <exception cref="PullException">The source failed; what was stored before stays, and the next pull goes on from the last complete one.</exception>
    public async Task<PullResult> PullAsync(Feed feed, PullScope scope, IProgress<PullProgress>? progress, CancellationToken cancellationToken)
    {
        var state = await store.FindStateAsync(account, feed, cancellationToken);
        var pages = new StoredPages(source, store, account, feed, progress);
        try
        {
            state = await PullAsync(pages, scope, state, cancellationToken);
        }
        catch (PullException refusal) when (refusal.Failure == PullFailure.NotGranted)
        {
            await store.SaveStateAsync(account, feed, state with { NotGranted = true, LastPulledAt = time.GetUtcNow() }, cancellationToken);
            return new(feed, pages.Saved, pages.Deleted, NotGranted: true);
        }

        var now = time.GetUtcNow();
        var caughtUp = CatchesUp(feed, scope, state, now) ? now : state.CaughtUpAt;
        await store.SaveStateAsync(account, feed, state with { NotGranted = false, LastPulledAt = now, CaughtUpAt = caughtUp }, cancellationToken);
        return new(feed, pages.Saved, pages.Deleted, NotGranted: false);
    }

    /// <summary>
    /// Whether nothing new was left out. A window leaves out what reached the source late, unless it is of all time; while nothing was read to its end yet, one of the last weeks
    /// stands for those. A list of recordings is read whole or not at all.
    /// </summary>
    private static bool CatchesUp(Feed feed, PullScope scope, FeedState state, DateTimeOffset now) =>
        feed is Feed.Devices or Feed.Goals || scope is not PullScope.Window window || (window.From <= PullPlan.Beginning && window.To >= now)
        || (state.ChangedSince is null && feed is not (Feed.Heart or Feed.Stetho) && PullPlan.CoversLookBack(window, now));

    private async Task<FeedState> PullAsync(StoredPages pages, PullScope scope, FeedState state, CancellationToken cancellationToken)
    {
        switch (pages.Feed)
        {
            case Feed.Sleep:
                await _items.PullNightsAsync(pages, scope, cancellationToken);
                return state;
            case Feed.Intraday:
                await _items.PullDaysAsync(pages, scope, cancellationToken);
                return state;
            case Feed.Signals:
                await _items.PullSignalsAsync(pages, scope, cancellationToken);
                return state;
            case Feed.Devices or Feed.Goals:
                await pages.ReadAllAsync(new PullQuery.Whole(pages.Feed), cancellationToken);
                return state;
            default:
                return scope is PullScope.Window window ? await ReadAgainAsync(pages, window, state, cancellationToken)
                    : pages.Feed is Feed.Heart or Feed.Stetho ? await PullListAsync(pages, state, cancellationToken)
                    : await PullChangesAsync(pages, state, cancellationToken);
        }
    }

    private async Task<FeedState> PullChangesAsync(StoredPages pages, FeedState state, CancellationToken cancellationToken)
    {
        var started = time.GetUtcNow();
        var highest = state.ChangedSince ?? 0;

        // Whether "since" includes its own second is not documented (withings-api.md §4.7), and one weigh-in is several groups of one second.
        await foreach (var page in pages.ReadAsync(new PullQuery.ChangedSince(pages.Feed, Math.Max(0, highest - 1)), cancellationToken))
        {
            foreach (var record in page)
            {
                highest = Math.Max(highest, Keys.Modified(record));
            }
        }

        // A "modified" in the future would hide everything until then (withings-api.md §12.19).
        var isAhead = highest > started.ToUnixTimeSeconds();
        return state with
        {
            ChangedSince = isAhead ? (started - ClockMargin).ToUnixTimeSeconds() : highest,

            // The first read is of everything, so there is nothing to look back at yet.
            LastReReadAt = state.ChangedSince is null ? started : state.LastReReadAt,
        };
    }

    /// <summary>A list that cannot be asked for changes: whole until it was read whole once, later as far back as something may still arrive.</summary>
    private async Task<FeedState> PullListAsync(StoredPages pages, FeedState state, CancellationToken cancellationToken)
    {
        if (state is { ChangedSince: not null, CaughtUpAt: { } last })
        {
            await pages.ReadAllAsync(new PullQuery.Between(pages.Feed, last - LateBy, time.GetUtcNow().AddDays(1)), cancellationToken);
            return state;
        }

        var received = await pages.ReadAllAsync(new PullQuery.Whole(pages.Feed), cancellationToken);
        return received > 0 ? state with { ChangedSince = 0 } : state;
    }

    private async Task<FeedState> ReadAgainAsync(StoredPages pages, PullScope.Window window, FeedState state, CancellationToken cancellationToken)
    {
        var started = time.GetUtcNow();
        state = PullPlan.CoversLookBack(window, started) ? state with { LastReReadAt = started } : state;
        switch (pages.Feed)
        {
            case Feed.Measures:
                await ReadAgainAsync<MeasureGroup>(pages, window, window.To, cancellationToken);
                return state;
            case Feed.Workouts:
                await ReadAgainAsync<Workout>(pages, window, window.To, cancellationToken);
                return state;
            case Feed.Nights:
                // A night belongs to the day on which it ends, so one that began in the window's last day may lie outside of what was asked.
                var gone = await ReadAgainAsync<SleepNight>(pages, window, window.To.AddDays(-1), cancellationToken);
                await ForgetSleepAsync(pages, gone, cancellationToken);
                return state;
            default:
                await pages.ReadAllAsync(new PullQuery.Between(pages.Feed, window.From, window.To), cancellationToken);
                return state;
        }
    }

    /// <returns>What the window no longer holds at the source, now forgotten here.</returns>
    private async Task<IReadOnlyList<T>> ReadAgainAsync<T>(StoredPages pages, PullScope.Window window, DateTimeOffset forgetTo, CancellationToken cancellationToken)
        where T : HealthRecord
    {
        var before = await store.ReadAsync<T>(account, window.From, window.To, cancellationToken);
        var seen = new HashSet<long>();
        await foreach (var page in pages.ReadAsync(new PullQuery.Between(pages.Feed, window.From, window.To), cancellationToken))
        {
            seen.UnionWith(page.Select(Keys.Of));
        }

        // A membership that lapsed or a plan that changed looks like an empty account (withings-api.md §12.25): wholly empty means "not told", not "all deleted".
        if (seen.Count == 0)
        {
            return [];
        }

        // What another process stored while this one read was not there to be seen.
        var after = await store.ReadAsync<T>(account, window.From, window.To, cancellationToken);
        seen.UnionWith(after.Select(Keys.Of).Except(before.Select(Keys.Of)));
        pages.Deleted += await store.ForgetUnseenAsync<T>(account, window.From, forgetTo, seen, cancellationToken);
        var left = (await store.ReadAsync<T>(account, window.From, window.To, cancellationToken)).Select(Keys.Of).ToHashSet();
        return [.. before.Where(record => !left.Contains(Keys.Of(record)))];
    }

    /// <summary>The hypnogram of a night that is gone goes with it, unless another night lies over the same time.</summary>
    private async Task ForgetSleepAsync(StoredPages pages, IReadOnlyList<SleepNight> gone, CancellationToken cancellationToken)
    {
        foreach (var night in gone)
        {
            var around = await store.ReadAsync<SleepNight>(account, night.StartedAt.AddDays(-2), night.EndedAt.AddDays(2), cancellationToken);
            if (!around.Any(other => other.StartedAt < night.EndedAt && other.EndedAt > night.StartedAt))
            {
                pages.Deleted += await store.ForgetUnseenAsync<SleepSegment>(account, night.StartedAt, night.EndedAt.AddSeconds(-1), new HashSet<long>(), cancellationToken);
            }
        }
    }
}
