using Microsoft.Extensions.Logging;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Budget;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Server.Pulls;
using WithingsSync.Storage.Server;
using WithingsSync.Withings;

namespace WithingsSync.Server.Jobs;

/// <summary>
/// Does what the notifications for one Withings account ask for: one pull for all that wait. A notification is handled when what it announced is stored, not before,
/// so whoever dies in the middle is followed by another try.
/// </summary>
public sealed partial class NotificationWork(
    NotificationStore inbox, IntegrationStore integrations, PullDesk desk, WindowCheck windows, Chores chores, Persistence persistence, TimeProvider time,
    ILogger<NotificationWork> logger)
{
    /// <summary>Nights that Withings revises later than this are found by the weekly poll.</summary>
    private static readonly TimeSpan Nights = PullPlan.LookBack;

    /// <summary>What else is due is not urgent, and the person's next notification waits behind it.</summary>
    private static readonly TimeSpan LongestChores = TimeSpan.FromSeconds(20);

    /// <returns>When there is more to do; null when nothing waits.</returns>
    public async Task<DateTimeOffset?> RunAsync(string withingsUserId, CancellationToken cancellationToken)
    {
        var waiting = await inbox.ListWaitingAsync(withingsUserId, cancellationToken);
        if (waiting.Count == 0)
        {
            return null;
        }

        if (await integrations.FindByWithingsUserAsync(withingsUserId, cancellationToken) is not { IsActive: true } integration)
        {
            await HandledAsync(waiting, "unknown person", cancellationToken);
            return null;
        }

        var account = integration.Account;
        var asking = waiting.Where(one => FeedsOf(one).Count > 0).ToList();
        await HandledAsync([.. waiting.Except(asking)], "nothing to pull", cancellationToken);
        if (asking.Count == 0)
        {
            return null;
        }

        if (integration.NeedsReconnect)
        {
            await HandledAsync(asking, "connection lost", cancellationToken);
            return null;
        }

        return await PullAsync(withingsUserId, account, asking, cancellationToken);
    }

    /// <summary>
    /// That somebody ended the connection at Withings may be old news, or invented by who knows the webhook: asking for something small tells whether the consent still
    /// holds, and one that does not is lost by that.
    /// </summary>
    private static IReadOnlyList<Feed> FeedsOf(Notification one) =>
        one is { Appli: (long)Appli.Profile, Action: "unlink" or "delete" } ? [Feed.Devices]
        : one.Appli is >= 0 and <= int.MaxValue ? ((Appli)one.Appli).Feeds()
        : [];

    /// <summary>Changes of each feed; of what is read one by one, the recent.</summary>
    private (Feed Feed, PullScope Scope) OrderOf(Feed feed) => (feed, new PullScope.Changes(feed == Feed.Sleep ? time.GetUtcNow() - Nights : null));

    private async Task<DateTimeOffset?> PullAsync(string withingsUserId, AccountId account, IReadOnlyList<Notification> asking, CancellationToken cancellationToken)
    {
        // What comes while a pull is too near to the one before joins this one.
        var feeds = asking.SelectMany(FeedsOf).Distinct().Order().ToList();
        if (await FreeAtAsync(withingsUserId, account, feeds, cancellationToken) is var free && free > time.GetUtcNow())
        {
            return free;
        }

        var end = await persistence.TryAsync(
            JobNames.SyncNotification, withingsUserId, account.Value, () => [.. asking.Select(one => one.Id)],
            async () =>
            {
                var before = await windows.LookAsync(account, asking, cancellationToken);
                var report = await desk.PullAsync(account, [.. feeds.Select(OrderOf)], Lane.Notification, cancellationToken);
                if (report.IsConnected)
                {
                    report = await windows.ReadSilentAsync(account, before, cancellationToken) ?? report;
                }

                await HandledAsync(asking, report.IsConnected ? "pulled" : "connection lost", cancellationToken);
            },
            cancellationToken);
        if (end == WorkEnd.Done && await inbox.ListWaitingAsync(withingsUserId, cancellationToken) is [])
        {
            await DoChoresAsync(account, cancellationToken);
        }

        return await inbox.ListWaitingAsync(withingsUserId, cancellationToken) is { Count: > 0 } more
            ? await FreeAtAsync(withingsUserId, account, [.. more.SelectMany(FeedsOf).Distinct()], cancellationToken)
            : null;
    }

    private async Task<DateTimeOffset> FreeAtAsync(string withingsUserId, AccountId account, IReadOnlyList<Feed> feeds, CancellationToken cancellationToken)
    {
        var pulled = await desk.FreeAtAsync(account, feeds, cancellationToken);
        var failed = await persistence.FreeAtAsync(JobNames.SyncNotification, withingsUserId, cancellationToken);
        return pulled > failed ? pulled : failed;
    }

    private async Task DoChoresAsync(AccountId account, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(LongestChores, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await chores.DoAsync(account, early: true, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            Log.ChoresLeft(logger, account, "they take too long.");
        }
        catch (PullException failure)
        {
            // They stay due, and the periodic job does them.
            Log.ChoresLeft(logger, account, failure.Message);
        }
    }

    private async Task HandledAsync(IReadOnlyList<Notification> notifications, string outcome, CancellationToken cancellationToken)
    {
        if (notifications.Count > 0)
        {
            await inbox.MarkHandledAsync([.. notifications.Select(one => one.Id)], outcome, time.GetUtcNow(), cancellationToken);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "What else was due for {Account} is left for later: {Reason}")]
        public static partial void ChoresLeft(ILogger logger, AccountId account, string reason);
    }
}
