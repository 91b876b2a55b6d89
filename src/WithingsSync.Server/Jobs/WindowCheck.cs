using WithingsSync.Health;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Budget;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Server.Pulls;
using WithingsSync.Storage.Server;
using WithingsSync.Withings;

namespace WithingsSync.Server.Jobs;

/// <summary>
/// Withings announces a deletion as it does a new reading, and its list of changes then holds nothing. A notification whose window shows nothing new after the pull
/// is a reason to read around that window again; so is one in whose window there is nothing at all, for then the answer may have been an empty one by mistake.
/// </summary>
public sealed class WindowCheck(PullDesk desk, ServerDatabase database, TimeProvider time)
{
    /// <summary>A window of one deleted reading would be empty, which means "not told"; with its surroundings it is not.</summary>
    private static readonly TimeSpan Around = TimeSpan.FromDays(30);

    /// <summary>Withings tells of one reading several times, and its pull may have been faster than the next telling.</summary>
    private static readonly TimeSpan Echo = TimeSpan.FromSeconds(60);

    /// <summary>What the store holds in the windows of these notifications.</summary>
    public async Task<IReadOnlyList<Seen>> LookAsync(AccountId account, IReadOnlyList<Notification> notifications, CancellationToken cancellationToken)
    {
        var seen = new List<Seen>();
        foreach (var one in notifications)
        {
            if (FeedOf(one) is { } feed && one is { StartAt: { } start, EndAt: { } end } && end >= start && end - start < Around
                && !seen.Exists(other => other.Feed == feed && other.Start == start && other.End == end))
            {
                seen.Add(new(feed, start, end, one.ReceivedAt, await ReadAsync(account, feed, start, end, cancellationToken)));
            }
        }

        return seen;
    }

    /// <summary>Reads around the windows again in which the pull changed nothing.</summary>
    /// <returns>Null when there are none.</returns>
    /// <exception cref="PullException">Withings failed.</exception>
    public async Task<PullReport?> ReadSilentAsync(AccountId account, IReadOnlyList<Seen> before, CancellationToken cancellationToken)
    {
        var orders = new List<(Feed Feed, PullScope Scope)>();
        foreach (var group in before.GroupBy(one => one.Feed))
        {
            var silent = new List<Seen>();
            foreach (var one in group)
            {
                var now = await ReadAsync(account, one.Feed, one.Start, one.End, cancellationToken);
                if (now.SetEquals(one.Records) && !now.Any(record => record.Modified >= one.ReceivedAt - Echo))
                {
                    silent.Add(one);
                }
            }

            if (silent.Count > 0)
            {
                var last = silent.Max(one => one.End).AddDays(2);
                orders.Add((group.Key, new PullScope.Window(silent.Min(one => one.Start) - Around, last < time.GetUtcNow() ? last : time.GetUtcNow())));
            }
        }

        return orders.Count == 0 ? null : await desk.PullAsync(account, orders, Lane.Notification, cancellationToken);
    }

    /// <summary>Category 62 is told without a reading of its own.</summary>
    private static Feed? FeedOf(Notification one) => one.Appli is not { } appli || appli == (long)Appli.HeartRateVariability ? null
        : ((Appli)appli).Feeds() is [var first, ..] && first is Feed.Measures or Feed.Nights ? ((Appli)appli).Feeds()[0] : null;

    private async Task<HashSet<(long Key, DateTimeOffset Modified)>> ReadAsync(
        AccountId account, Feed feed, DateTimeOffset start, DateTimeOffset end, CancellationToken cancellationToken) => feed == Feed.Measures
        ? [.. (await database.Records.ReadAsync<MeasureGroup>(account, start, end, cancellationToken)).Select(group => (group.GroupId, group.ModifiedAt))]
        : [.. (await database.Records.ReadAsync<SleepNight>(account, start, end, cancellationToken)).Select(night => (night.NightId, night.ModifiedAt ?? DateTimeOffset.UnixEpoch))];

    /// <summary>A window, and what it held before the pull.</summary>
    public sealed record Seen(Feed Feed, DateTimeOffset Start, DateTimeOffset End, DateTimeOffset ReceivedAt, HashSet<(long Key, DateTimeOffset Modified)> Records);
}
