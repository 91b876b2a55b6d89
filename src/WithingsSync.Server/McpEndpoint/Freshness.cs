using System.Collections.Concurrent;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Server.Jobs;
using WithingsSync.Storage.Server;

namespace WithingsSync.Server.McpEndpoint;

/// <summary>How far a person's feeds are read, and for how long that is as good as new.</summary>
internal sealed class Freshness(BackfillStore backfills, WatchStore watches, Subscriptions subscriptions, TimeProvider time)
{
    /// <summary>Withings tells of what is new.</summary>
    private static readonly TimeSpan Notified = TimeSpan.FromHours(24);

    /// <summary>As often as everybody else is polled.</summary>
    private static readonly TimeSpan Polled = TimeSpan.FromMinutes(15);

    /// <summary>Of one feed; who asks for more ranges than that within a quarter of an hour asks Withings again.</summary>
    private const int MostWindows = 32;

    /// <summary>Windows read ahead of the backfill, remembered by this process: asking twice brings nothing.</summary>
    private readonly ConcurrentDictionary<(AccountId Account, Feed Feed), (PullScope.Window Window, DateTimeOffset At)[]> _windows = new();

    public async Task<TimeSpan> FreshForAsync(AccountId account, CancellationToken cancellationToken) =>
        subscriptions.DoWork(await watches.FindAsync(account, cancellationToken)) ? Notified : Polled;

    public Task<Backfill?> BackfillAsync(AccountId account, CancellationToken cancellationToken) => backfills.FindAsync(account, cancellationToken);

    /// <summary>Since when a feed's history is read: all of it when the backfill has passed it, a month after its first stage, nothing before.</summary>
    public static DateTimeOffset ReadSince(Backfill? backfill, Feed feed)
    {
        if (backfill is null)
        {
            return DateTimeOffset.MaxValue;
        }

        var isPassed = backfill.FeedsDone.Contains(feed.ToString(), StringComparer.Ordinal);
        return backfill.Stage switch
        {
            Backfill.Done => DateTimeOffset.MinValue,
            Backfill.Whole => isPassed ? DateTimeOffset.MinValue : backfill.StartedAt - PullPlan.LookBack,
            _ => isPassed ? backfill.StartedAt - PullPlan.LookBack : DateTimeOffset.MaxValue,
        };
    }

    /// <summary>Whether a window lies within one that was read lately.</summary>
    public bool IsRead(AccountId account, Feed feed, PullScope scope) =>
        scope is PullScope.Window wanted && _windows.TryGetValue((account, feed), out var read)
        && read.Any(one => time.GetUtcNow() - one.At < Polled && one.Window.From <= wanted.From && (one.Window.To >= wanted.To || one.Window.To >= one.At));

    public void Remember(AccountId account, Feed feed, PullScope scope)
    {
        var now = time.GetUtcNow();
        if (scope is PullScope.Window window)
        {
            _windows.AddOrUpdate((account, feed), _ => [(window, now)], (_, read) => [.. Fresh(read, now).Where(one => one.Window != window).TakeLast(MostWindows - 1), (window, now)]);
        }

        foreach (var stale in _windows.Where(one => Fresh(one.Value, now).Length == 0))
        {
            _windows.TryRemove(stale);
        }
    }

    private static (PullScope.Window Window, DateTimeOffset At)[] Fresh((PullScope.Window Window, DateTimeOffset At)[] read, DateTimeOffset now) => Array.FindAll(read, one => now - one.At < Polled);
}
