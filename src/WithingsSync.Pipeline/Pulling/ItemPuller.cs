using WithingsSync.Health;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Records;

namespace WithingsSync.Pipeline.Pulling;

/// <summary>The feeds that are read one by one: the hypnogram of each night, the samples of each day, each recorded signal.</summary>
internal sealed class ItemPuller(IRecordStore store, AccountId account, TimeProvider time)
{
    /// <summary>So many failures in a row are the source's, not the item's.</summary>
    private const int HopelessInARow = 3;

    /// <summary>A night is not longer; one that says so is read this far.</summary>
    private static readonly TimeSpan LongestNight = TimeSpan.FromHours(48);

    /// <summary>A night is not made shorter by more than this.</summary>
    private static readonly TimeSpan Around = TimeSpan.FromHours(12);

    /// <summary>For so long after its end an empty day or night may still be filled without a word.</summary>
    private static readonly TimeSpan StillComing = TimeSpan.FromDays(2);

    public async Task PullNightsAsync(StoredPages pages, PullScope scope, CancellationToken cancellationToken)
    {
        var (from, to, versions, failures) = await ScopeOfAsync(pages.Feed, scope, cancellationToken);
        var due = PullPlan.DueNights(await store.ReadAsync<SleepNight>(account, from, to, cancellationToken), PullPlan.WithPaused(versions, failures, time.GetUtcNow()));
        await EachAsync(pages, due, night => (night.NightId, night.ModifiedAt), failures, async night =>
        {
            var seen = new HashSet<long>();
            var last = night.EndedAt < night.StartedAt + LongestNight ? night.EndedAt : night.StartedAt + LongestNight;
            for (var start = night.StartedAt; start < last; start = start.AddHours(24))
            {
                var end = start.AddHours(24) < last ? start.AddHours(24).AddSeconds(-1) : last;
                await foreach (var page in pages.ReadAsync(new PullQuery.Between(Feed.Sleep, start, end), cancellationToken))
                {
                    seen.UnionWith(page.Select(Keys.Of));
                }
            }

            pages.Deleted += seen.Count == 0 ? 0
                : await store.ForgetUnseenAsync<SleepSegment>(account, night.StartedAt, night.EndedAt.AddSeconds(-1), seen, cancellationToken);
            if (seen.Count > 0 && (scope is PullScope.Window || versions.ContainsKey(night.NightId)))
            {
                pages.Deleted += await ForgetAroundAsync(night, seen, cancellationToken);
            }

            await NoteAsync(Feed.Sleep, night.NightId, night.ModifiedAt, night.EndedAt, seen.Count == 0, cancellationToken);
        }, cancellationToken);
    }

    /// <summary>A night that became shorter leaves segments where no night is now.</summary>
    private async Task<int> ForgetAroundAsync(SleepNight night, HashSet<long> seen, CancellationToken cancellationToken)
    {
        var (before, after) = (night.StartedAt - Around, night.EndedAt + Around);
        foreach (var other in await store.ReadAsync<SleepNight>(account, night.StartedAt - LongestNight, after, cancellationToken))
        {
            if (other.StartedAt < night.StartedAt && other.EndedAt > before)
            {
                before = other.EndedAt < night.StartedAt ? other.EndedAt : night.StartedAt;
            }

            if (other.EndedAt > night.EndedAt && other.StartedAt < after)
            {
                after = other.StartedAt > night.EndedAt ? other.StartedAt : night.EndedAt;
            }
        }

        return await store.ForgetUnseenAsync<SleepSegment>(account, before, night.StartedAt.AddSeconds(-1), seen, cancellationToken)
            + await store.ForgetUnseenAsync<SleepSegment>(account, night.EndedAt, after.AddSeconds(-1), seen, cancellationToken);
    }

    public async Task PullDaysAsync(StoredPages pages, PullScope scope, CancellationToken cancellationToken)
    {
        var (from, to, versions, failures) = await ScopeOfAsync(pages.Feed, scope, cancellationToken);
        var days = PullPlan.DueDays(await store.ReadAsync<ActivityDay>(account, from, to, cancellationToken), PullPlan.WithPaused(versions, failures, time.GetUtcNow()));
        var due = scope is PullScope.Changes { FinishedDaysOnly: true } ? [.. days.Where(day => IsOver(day))] : days;
        await EachAsync(pages, due, day => (PullPlan.DayNumber(day.Date), day.ModifiedAt), failures, async day =>
        {
            var queries = PullPlan.DayQueries(day.Date, Zone(day.TimeZone));
            var received = 0;
            foreach (var query in queries)
            {
                received += await pages.ReadAllAsync(query, cancellationToken);
            }

            await NoteAsync(Feed.Intraday, PullPlan.DayNumber(day.Date), day.ModifiedAt, queries[^1].To, received == 0, cancellationToken);
        }, cancellationToken);
    }

    public async Task PullSignalsAsync(StoredPages pages, PullScope scope, CancellationToken cancellationToken)
    {
        // A recorded curve never changes: a window to be read again asks for nothing more than all that is due.
        var changes = scope as PullScope.Changes;
        var (from, to) = (changes?.From ?? PullPlan.Beginning, changes?.To ?? PullPlan.End);
        var versions = await store.FindVersionsAsync(account, Feed.Signals, cancellationToken);
        var failures = await store.FindFailuresAsync(account, Feed.Signals, cancellationToken);
        var hearts = await store.ReadAsync<HeartRecording>(account, from, to, cancellationToken);
        var stethos = await store.ReadAsync<StethoRecording>(account, from, to, cancellationToken);
        var due = PullPlan.DueSignals(hearts, stethos, scope is PullScope.Window ? versions : PullPlan.WithPaused(versions, failures, time.GetUtcNow()));
        await EachAsync(pages, due, signal => (PullPlan.SignalItem(signal), null), failures, async signal =>
        {
            var isEmpty = true;
            await foreach (var page in pages.ReadAsync(signal, cancellationToken))
            {
                isEmpty &= !page.OfType<RecordedSignal>().Any(recorded => recorded.Samples.Count > 0);
            }

            // An empty signal is one the device has not synchronised yet (withings-api.md §7.2): asked for again next time.
            var (item, now) = (PullPlan.SignalItem(signal), time.GetUtcNow());
            await (isEmpty ? store.SaveAskAsync(account, Feed.Signals, item, new(now, now), cancellationToken) : store.SaveVersionAsync(account, Feed.Signals, item, now, cancellationToken));
        }, cancellationToken);
    }

    /// <summary>One item that cannot be read holds back no other; the feed counts as failed, and the item is tried again when <see cref="PullPlan.PauseAfter"/> says so.</summary>
    private async Task EachAsync<T>(
        StoredPages pages, IReadOnlyList<T> items, Func<T, (long Item, DateTimeOffset? Modified)> key, IReadOnlyDictionary<long, ItemFailure> failures, Func<T, Task> pull,
        CancellationToken cancellationToken)
    {
        pages.Total = items.Count;
        var (failed, inARow) = (0, 0);
        PullException? last = null;
        foreach (var item in items)
        {
            try
            {
                await pull(item);
                inARow = 0;
            }
            catch (PullException refusal) when (refusal.Failure is PullFailure.Transient or PullFailure.Rejected)
            {
                var ((number, modified), now) = (key(item), time.GetUtcNow());
                var times = failures.GetValueOrDefault(number).Times + 1;
                await store.SaveFailureAsync(account, pages.Feed, number, new(modified ?? now, times, now + PullPlan.PauseAfter(refusal.Failure, times)), cancellationToken);
                if (++inARow == HopelessInARow)
                {
                    throw;
                }

                // One that may come with the next try counts for more than one that will not.
                failed++;
                last = last is { Failure: PullFailure.Transient } ? last : refusal;
            }

            pages.ItemDone();
        }

        if (last is not null)
        {
            throw new PullException(last.Failure, $"{failed} of {items.Count} could not be read, the others were: {last.Message}", last) { RetryAt = last.RetryAt };
        }
    }

    /// <summary>Remembers at which version an item was read, so that it is read again only when the source says that it changed; of one that may still be filled, when it was asked for.</summary>
    private async Task NoteAsync(Feed feed, long item, DateTimeOffset? modified, DateTimeOffset end, bool isEmpty, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (end > now - StillComing && (isEmpty || modified is null))
        {
            await store.SaveAskAsync(account, feed, item, new(modified ?? now, now), cancellationToken);
            return;
        }

        await store.SaveVersionAsync(account, feed, item, modified ?? now, cancellationToken);
    }

    private async Task<(DateTimeOffset From, DateTimeOffset To, IReadOnlyDictionary<long, DateTimeOffset> Versions, IReadOnlyDictionary<long, ItemFailure> Failures)> ScopeOfAsync(
        Feed feed, PullScope scope, CancellationToken cancellationToken) =>
        scope is PullScope.Window window
            ? (window.From, window.To, new Dictionary<long, DateTimeOffset>(), new Dictionary<long, ItemFailure>())
            : ((scope as PullScope.Changes)?.From ?? PullPlan.Beginning, (scope as PullScope.Changes)?.To ?? PullPlan.End,
                await store.FindVersionsAsync(account, feed, cancellationToken), await store.FindFailuresAsync(account, feed, cancellationToken));

    private bool IsOver(ActivityDay day) => PullPlan.StartOf(day.Date.AddDays(1), Zone(day.TimeZone)) <= time.GetUtcNow();

    private static TimeZoneInfo Zone(string? id) => id is not null && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone) ? zone : TimeZoneInfo.Utc;
}
