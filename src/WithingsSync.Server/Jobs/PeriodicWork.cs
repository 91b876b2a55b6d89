using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Budget;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Server.Pulls;
using WithingsSync.Storage.Server;
using WithingsSync.Withings;

namespace WithingsSync.Server.Jobs;

/// <summary>Every quarter of an hour: polls the people whose notifications cannot be relied on, and does for the others what is due without one.</summary>
public sealed class PeriodicWork(
    PullDesk desk, IntegrationStore integrations, WatchStore watches, Subscriptions subscriptions, Chores chores, Housekeeping housekeeping, Persistence persistence, WorkStore work,
    TimeProvider time)
{
    private const int AtOnce = 4;

    /// <summary>After so long a pause of the whole server everybody is asked for once: Withings gives a notification up after five hours (withings-api.md §9.5).</summary>
    private static readonly TimeSpan Gap = TimeSpan.FromHours(4);

    /// <summary>A little less than the job's period, so that its own delay skips nobody.</summary>
    private static readonly TimeSpan PollEvery = TimeSpan.FromMinutes(14);

    private static readonly Feed[] Often = [Feed.Measures, Feed.Activity, Feed.Workouts, Feed.Nights, Feed.Sleep];
    private static readonly Feed[] Hourly = [Feed.Heart, Feed.Stetho, Feed.Signals];
    private static readonly Feed[] Daily = [Feed.Devices, Feed.Goals];

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await housekeeping.RunAsync(cancellationToken);
        var deaths = await work.ListDeathsAsync(JobNames.SyncNotification, cancellationToken);
        var gap = await work.SaveRunAsync(JobNames.SyncPeriodic, time.GetUtcNow(), Gap, cancellationToken);
        var known = await watches.ListAsync(cancellationToken);
        var people = (await integrations.ListActiveAsync(cancellationToken)).Where(one => !one.NeedsReconnect).Select(one => one.Account);
        await Crowd.EachAsync(
            people, AtOnce,
            (account, token) => persistence.TryAsync(
                JobNames.SyncPeriodic, account.Value, account.Value, () => [], 
                () => ServeAsync(account, known.GetValueOrDefault(account) ?? new(account), Later(gap, deaths.TryGetValue(account, out var died) ? died : null), token), token),
            cancellationToken);
    }

    private static DateTimeOffset? Later(DateTimeOffset? one, DateTimeOffset? other) => one is null || other > one ? other : one;

    /// <param name="gap">After which the person must have been polled once: the server was away, or notifications of theirs were given up.</param>
    private async Task ServeAsync(AccountId account, Watch watch, DateTimeOffset? gap, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var unreliable = UnreliableFeeds(watch);
        var isDue = watch.PolledAt is not { } polled || (now - polled).Duration() >= PollEvery;
        var missedGap = gap is { } noticed && (watch.PolledAt is not { } last || last < noticed);
        if (missedGap || (isDue && unreliable.Count > 0))
        {
            var orders = await OrdersAsync(account, missedGap ? [.. Often, .. Hourly] : unreliable, cancellationToken);
            if (!await desk.PullOrPassAsync(account, orders, Lane.Periodic, cancellationToken))
            {
                return;
            }

            await watches.SavePollAsync(account, now, cancellationToken);
        }

        await chores.DoAsync(account, early: false, cancellationToken);
    }

    private IReadOnlyList<Feed> UnreliableFeeds(Watch watch)
    {
        if (subscriptions.DoWork(watch))
        {
            return [];
        }

        // Looked at lately, and only some categories are missing: the others are heard of.
        return watch is { SeenAt: { } seen, IsComplete: false, Missing.Count: > 0 } && (time.GetUtcNow() - seen).Duration() < Subscriptions.Belief
            ? [.. watch.Missing.SelectMany(appli => ((Appli)appli).Feeds()).Distinct().Order()]
            : [.. Often, .. Hourly, .. Daily];
    }

    private async Task<IReadOnlyList<(Feed Feed, PullScope Scope)>> OrdersAsync(AccountId account, IReadOnlyList<Feed> feeds, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var orders = new List<(Feed Feed, PullScope Scope)>();
        foreach (var feed in feeds)
        {
            var state = await desk.FindStateAsync(account, feed, cancellationToken);
            var every = Daily.Contains(feed) ? TimeSpan.FromHours(24) : Hourly.Contains(feed) && feed != Feed.Signals ? TimeSpan.FromMinutes(59) : TimeSpan.Zero;
            if (!state.NotGranted && (state.LastPulledAt is not { } last || (now - last).Duration() >= every))
            {
                orders.Add((feed, new PullScope.Changes(feed == Feed.Sleep ? now - PullPlan.LookBack : null)));
            }
        }

        return orders;
    }
}
