using System.Runtime.CompilerServices;
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

    private static readonly DateTimeOffset Beginning = DateTimeOffset.UnixEpoch;
    private static readonly DateTimeOffset End = DateTimeOffset.FromUnixTimeSeconds(253402300799);

    /// <summary>Pulls one feed.</summary>
    /// <exception cref="PullException">The source failed; what was stored before stays, and the next pull goes on from the last complete one.</exception>
    public async Task<PullResult> PullAsync(Feed feed, PullScope scope, IProgress<PullProgress>? progress, CancellationToken cancellationToken)
    {
        var state = await store.FindStateAsync(account, feed, cancellationToken);
        var run = new Run(feed, progress);
        try
        {
            state = (feed, scope) switch
            {
                (Feed.Sleep, _) => await PullNightsAsync(run, scope, state, cancellationToken),
                (Feed.Intraday, _) => await PullDaysAsync(run, scope, state, cancellationToken),
                (Feed.Signals, _) => await PullSignalsAsync(run, state, cancellationToken),
                (Feed.Devices or Feed.Goals, _) => await PullListAsync(run, new PullQuery.Whole(feed), state, cancellationToken),
                (_, PullScope.Window window) => await ReadAgainAsync(run, window, state, cancellationToken),
                (Feed.Heart or Feed.Stetho, _) => await PullListAsync(run, ListQuery(feed, state), state, cancellationToken),
                _ => await PullChangesAsync(run, state, cancellationToken),
            };
        }
        catch (PullException refusal) when (refusal.Failure == PullFailure.NotGranted)
        {
            await store.SaveStateAsync(account, feed, state with { NotGranted = true }, cancellationToken);
            return new(feed, run.Saved, run.Deleted, NotGranted: true);
        }

        await store.SaveStateAsync(account, feed, state with { NotGranted = false, LastPulledAt = time.GetUtcNow() }, cancellationToken);
        return new(feed, run.Saved, run.Deleted, NotGranted: false);
    }

    private async Task<FeedState> PullChangesAsync(Run run, FeedState state, CancellationToken cancellationToken)
    {
        var highest = state.ChangedSince ?? 0;
        await foreach (var page in SavedPagesAsync(run, new PullQuery.ChangedSince(run.Feed, highest), cancellationToken))
        {
            foreach (var record in page)
            {
                highest = Math.Max(highest, Modified(record));
            }
        }

        // A "modified" in the future would hide everything until then (withings-api.md §12.19).
        var now = time.GetUtcNow();
        return state with
        {
            ChangedSince = Math.Min(highest, now.ToUnixTimeSeconds()),

            // The first read is of everything, so there is nothing to look back at yet.
            LastReReadAt = state.ChangedSince is null ? now : state.LastReReadAt,
        };
    }

    private async Task<FeedState> ReadAgainAsync(Run run, PullScope.Window window, FeedState state, CancellationToken cancellationToken)
    {
        var seen = new HashSet<long>();
        await foreach (var page in SavedPagesAsync(run, new PullQuery.Between(run.Feed, window.From, window.To), cancellationToken))
        {
            seen.UnionWith(page.Select(NaturalKey));
        }

        // A membership that lapsed or a plan that changed looks like an empty account (withings-api.md §12.25): wholly empty means "not told", not "all deleted".
        run.Deleted += seen.Count == 0 ? 0 : run.Feed switch
        {
            Feed.Measures => await store.ForgetUnseenAsync<MeasureGroup>(account, window.From, window.To, seen, cancellationToken),
            Feed.Workouts => await store.ForgetUnseenAsync<Workout>(account, window.From, window.To, seen, cancellationToken),

            // A night belongs to the day on which it ends, so one that began in the window's last day may lie outside of what was asked.
            Feed.Nights => await store.ForgetUnseenAsync<SleepNight>(account, window.From, window.To.AddDays(-1), seen, cancellationToken),
            _ => 0,
        };
        return state with { LastReReadAt = time.GetUtcNow() };
    }

    private async Task<FeedState> PullListAsync(Run run, PullQuery query, FeedState state, CancellationToken cancellationToken)
    {
        await foreach (var _ in SavedPagesAsync(run, query, cancellationToken))
        {
        }

        return state;
    }

    private async Task<FeedState> PullNightsAsync(Run run, PullScope scope, FeedState state, CancellationToken cancellationToken)
    {
        var (from, to, reads) = await ScopeOfAsync(run.Feed, scope, cancellationToken);
        var due = PullPlan.DueNights(await store.ReadAsync<SleepNight>(account, from, to, cancellationToken), reads);
        run.Total = due.Count;
        foreach (var night in due)
        {
            var seen = new HashSet<long>();
            for (var start = night.StartedAt; start < night.EndedAt; start = start.AddHours(24))
            {
                var end = start.AddHours(24) < night.EndedAt ? start.AddHours(24).AddSeconds(-1) : night.EndedAt;
                await foreach (var page in SavedPagesAsync(run, new PullQuery.Between(Feed.Sleep, start, end), cancellationToken))
                {
                    seen.UnionWith(page.Select(NaturalKey));
                }
            }

            run.Deleted += seen.Count == 0 ? 0
                : await store.ForgetUnseenAsync<SleepSegment>(account, night.StartedAt, night.EndedAt.AddSeconds(-1), seen, cancellationToken);
            await store.SaveReadAsync(account, Feed.Sleep, night.NightId, night.ModifiedAt ?? time.GetUtcNow(), cancellationToken);
            run.ItemDone();
        }

        return state;
    }

    private async Task<FeedState> PullDaysAsync(Run run, PullScope scope, FeedState state, CancellationToken cancellationToken)
    {
        var (from, to, reads) = await ScopeOfAsync(run.Feed, scope, cancellationToken);
        var due = PullPlan.DueDays(await store.ReadAsync<ActivityDay>(account, from, to, cancellationToken), reads);
        run.Total = due.Count;
        foreach (var day in due)
        {
            foreach (var query in PullPlan.DayQueries(day.Date, Zone(day.TimeZone)))
            {
                await foreach (var _ in SavedPagesAsync(run, query, cancellationToken))
                {
                }
            }

            await store.SaveReadAsync(account, Feed.Intraday, PullPlan.DayNumber(day.Date), day.ModifiedAt ?? time.GetUtcNow(), cancellationToken);
            run.ItemDone();
        }

        return state;
    }

    private async Task<FeedState> PullSignalsAsync(Run run, FeedState state, CancellationToken cancellationToken)
    {
        var reads = await store.ReadsAsync(account, Feed.Signals, cancellationToken);
        var hearts = await store.ReadAsync<HeartRecording>(account, Beginning, End, cancellationToken);
        var stethos = await store.ReadAsync<StethoRecording>(account, Beginning, End, cancellationToken);
        var due = PullPlan.DueSignals(hearts, stethos, reads);
        run.Total = due.Count;
        foreach (var signal in due)
        {
            await foreach (var page in SavedPagesAsync(run, signal, cancellationToken))
            {
                // An empty signal is one the device has not synchronised yet (withings-api.md §7.2): asked for again next time.
                if (page.OfType<RecordedSignal>().Any(recorded => recorded.Samples.Count > 0))
                {
                    await store.SaveReadAsync(account, Feed.Signals, signal.SignalId, time.GetUtcNow(), cancellationToken);
                }
            }

            run.ItemDone();
        }

        return state;
    }

    private PullQuery ListQuery(Feed feed, FeedState state) =>
        state.LastPulledAt is { } last ? new PullQuery.Between(feed, last - LateBy, time.GetUtcNow().AddDays(1)) : new PullQuery.Whole(feed);

    private async Task<(DateTimeOffset From, DateTimeOffset To, IReadOnlyDictionary<long, DateTimeOffset> Reads)> ScopeOfAsync(
        Feed feed, PullScope scope, CancellationToken cancellationToken) =>
        scope is PullScope.Window window
            ? (window.From, window.To, new Dictionary<long, DateTimeOffset>())
            : (Beginning, End, await store.ReadsAsync(account, feed, cancellationToken));

    private async IAsyncEnumerable<IReadOnlyList<HealthRecord>> SavedPagesAsync(
        Run run, PullQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var page in source.ReadAsync(account, query, cancellationToken))
        {
            if (page.Count > 0)
            {
                run.Saved += await store.SaveAsync(account, page, cancellationToken);
            }

            run.PageDone(page.Count);
            yield return page;
        }
    }

    private static long Modified(HealthRecord record) => record switch
    {
        MeasureGroup group => group.ModifiedAt.ToUnixTimeSeconds(),
        ActivityDay day => day.ModifiedAt?.ToUnixTimeSeconds() ?? 0,
        Workout workout => workout.ModifiedAt?.ToUnixTimeSeconds() ?? 0,
        SleepNight night => night.ModifiedAt?.ToUnixTimeSeconds() ?? 0,
        _ => 0,
    };

    private static long NaturalKey(HealthRecord record) => record switch
    {
        MeasureGroup group => group.GroupId,
        Workout workout => workout.WorkoutId,
        SleepNight night => night.NightId,
        SleepSegment segment => segment.StartedAt.ToUnixTimeSeconds(),
        _ => 0,
    };

    private static TimeZoneInfo Zone(string? id) => id is not null && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone) ? zone : TimeZoneInfo.Utc;

    /// <summary>The counts of one pull while it runs.</summary>
    private sealed class Run(Feed feed, IProgress<PullProgress>? progress)
    {
        private int _done;
        private int _records;

        public Feed Feed => feed;

        public SaveCount Saved { get; set; }

        public int Deleted { get; set; }

        /// <summary>How many nights, days or signals there are to read; null when pages are counted instead.</summary>
        public int? Total { get; set; }

        public void PageDone(int records)
        {
            _records += records;
            if (Total is null)
            {
                _done++;
            }

            Report();
        }

        public void ItemDone()
        {
            _done++;
            Report();
        }

        private void Report() => progress?.Report(new(feed, _done, Total, _records));
    }
}
