using WithingsSync.Health;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Budget;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Server.Pulls;
using WithingsSync.Storage.Server;

namespace WithingsSync.Server.Jobs;

/// <summary>
/// What is due for a person without a notification: the samples of finished days, the last weeks once a week, the daily look at the subscriptions. Done after a
/// notification when a token is good anyway, or else by the periodic job.
/// </summary>
public sealed class Chores(PullDesk desk, WatchStore watches, ServerDatabase database, Subscriptions subscriptions, ProcessLocks locks, TimeProvider time)
{
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    /// <summary>What is due once a week is done so much earlier with a token at hand, and so much later without: nearly everybody's day brings a notification between.</summary>
    private static readonly TimeSpan HalfDay = TimeSpan.FromHours(12);

    /// <summary>So late in the person's night the day before is read: what a watch brings in the evening is there.</summary>
    private static readonly TimeSpan MorningAfter = TimeSpan.FromHours(4);

    /// <summary>So late it is read without a notification. Nearly everybody's night arrives before, and a token of its own would be renewed for nothing else.</summary>
    private static readonly TimeSpan NoonAfter = TimeSpan.FromHours(12);

    /// <summary>For so long the figures of a day may still be revised without being looked for in the weekly poll.</summary>
    private static readonly TimeSpan LookBack = PullPlan.LookBack;

    /// <summary>Does what is due. With a token at hand a chore is done a few hours before it has to be.</summary>
    /// <param name="early">Whether a notification was just served.</param>
    /// <exception cref="PullException">Withings failed; what is left undone stays due.</exception>
    public async Task DoAsync(AccountId account, bool early, CancellationToken cancellationToken)
    {
        await using var held = await locks.TryAcquireAsync($"chores {account}", cancellationToken);
        if (held is null)
        {
            // Somebody does them at this moment; twice in ten seconds would be refused.
            return;
        }

        var watch = await watches.FindAsync(account, cancellationToken);

        // To subscribe takes a minute: who is not subscribed at all is served by a job of its own.
        if (!early || subscriptions.AreKnown(watch))
        {
            await subscriptions.LookAsync(watch, early, cancellationToken);
        }

        if (await IsIntradayDueAsync(account, early, cancellationToken))
        {
            var from = time.GetUtcNow() - LookBack;
            await desk.PullOrPassAsync(account, [(Feed.Intraday, new PullScope.Changes(from) { FinishedDaysOnly = true })], Lane.Periodic, cancellationToken);
        }

        if (IsWholePollDue(account, watch, early))
        {
            await PollWholeAsync(account, watch, cancellationToken);
        }
    }

    /// <summary>Once a local day, with the first notification after the small hours or else at noon, when a finished day has samples that were not read.</summary>
    private async Task<bool> IsIntradayDueAsync(AccountId account, bool early, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var state = await database.Records.FindStateAsync(account, Feed.Intraday, cancellationToken);
        if (state.NotGranted)
        {
            return false;
        }

        var days = await database.Records.ReadAsync<ActivityDay>(account, now.AddDays(-4), now.AddDays(1), cancellationToken);
        if (days.Count == 0)
        {
            return false;
        }

        var zone = days[^1].TimeZone is { } id && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var known) ? known : TimeZoneInfo.Utc;
        if (state.LastPulledAt is { } last && DayOf(last, zone) == DayOf(now, zone) && last <= now)
        {
            return false;
        }

        var versions = PullPlan.WithPaused(
            await database.Records.FindVersionsAsync(account, Feed.Intraday, cancellationToken), await database.Records.FindFailuresAsync(account, Feed.Intraday, cancellationToken), now);
        return PullPlan.DueDays(days, versions).Any(day => PullPlan.StartOf(day.Date.AddDays(1), zone) + (early ? MorningAfter : NoonAfter) <= now);
    }

    /// <summary>The day a moment counts to: nights belong to the day before.</summary>
    private static DateOnly DayOf(DateTimeOffset moment, TimeZoneInfo zone) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment - MorningAfter, zone).DateTime);

    /// <summary>The first is due within a week of the backfill, on a day and hour of the person's own; later ones a week after the one before.</summary>
    private bool IsWholePollDue(AccountId account, Watch watch, bool early)
    {
        var now = time.GetUtcNow();
        var last = watch.WholePolledAt ?? LastTurn(account, now) - Week;
        return now - last >= (early ? Week - HalfDay : Week + HalfDay) && (watch.WholePolledAt is not null || now - last < Week + TimeSpan.FromDays(1));
    }

    private static DateTimeOffset LastTurn(AccountId account, DateTimeOffset now)
    {
        var turn = TimeSpan.FromMinutes(StableHash(account.Value) % (7 * 24 * 60));
        var since = TimeSpan.FromTicks((now - DateTimeOffset.UnixEpoch - turn).Ticks % Week.Ticks);
        return now - since;
    }

    /// <summary>The same in every process and version.</summary>
    private static uint StableHash(string text) => text.Aggregate(2166136261u, (hash, letter) => unchecked((hash ^ letter) * 16777619u));

    private async Task PollWholeAsync(AccountId account, Watch watch, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var window = new PullScope.Window(now - PullPlan.LookBack, now);
        var changes = new PullScope.Changes(now - PullPlan.LookBack);
        List<(Feed Feed, PullScope Scope)> orders =
            [(Feed.Measures, window), (Feed.Workouts, window), (Feed.Nights, window), (Feed.Sleep, changes), (Feed.Activity, changes)];
        var isFuller = watch.WholePolls % 4 == 3;
        if (isFuller || (await database.Records.ReadAsync<HeartRecording>(account, PullPlan.Beginning, PullPlan.End, cancellationToken)).Count > 0)
        {
            // Somebody without a device for it has none next week either.
            orders.Add((Feed.Heart, changes));
        }

        // Refused once is not refused for ever: a plan may change without a new consent.
        if ((await desk.FindStateAsync(account, Feed.Intraday, cancellationToken)).NotGranted)
        {
            orders.Add((Feed.Intraday, new PullScope.Changes(now - LookBack) { FinishedDaysOnly = true }));
        }

        // Every fourth time all the rest: what changes rarely, and edits of what is older than the window.
        if (isFuller)
        {
            orders.AddRange([
                (Feed.Measures, changes), (Feed.Workouts, changes), (Feed.Nights, changes), (Feed.Stetho, changes), (Feed.Devices, changes), (Feed.Goals, changes),
                (Feed.Sleep, new PullScope.Changes()), (Feed.Signals, new PullScope.Changes())]);
        }

        orders = await WithoutKnownAsync(account, orders, now, cancellationToken);
        if (await desk.PullOrPassAsync(account, orders, Lane.Periodic, cancellationToken))
        {
            await watches.SaveWholePollAsync(account, now, cancellationToken);
        }
    }

    /// <summary>Changes that a notification asked for within the last day need not be asked for again: whatever came before was among them.</summary>
    private async Task<List<(Feed Feed, PullScope Scope)>> WithoutKnownAsync(
        AccountId account, List<(Feed Feed, PullScope Scope)> orders, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var left = new List<(Feed Feed, PullScope Scope)>();
        foreach (var (feed, scope) in orders)
        {
            var isRead = scope is PullScope.Changes && feed is Feed.Measures or Feed.Activity or Feed.Workouts or Feed.Nights;
            if (!isRead || (await desk.FindStateAsync(account, feed, cancellationToken)).CaughtUpAt is not { } last || (now - last).Duration() >= TimeSpan.FromDays(1))
            {
                left.Add((feed, scope));
            }
        }

        return left;
    }
}
