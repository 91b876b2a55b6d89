using Microsoft.Extensions.Logging;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Budget;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Pipeline.Records;
using WithingsSync.Storage;
using WithingsSync.Storage.Server;
using WithingsSync.Withings;

namespace WithingsSync.Server.Pulls;

/// <summary>The one place that pulls: for a person, some feeds, in a lane. Everything Withings sends is stored; how it went is noted at the person's connection.</summary>
public sealed partial class PullDesk(
    WithingsApplication withings, IntegrationStore integrations, ServerDatabase database, ProcessLocks locks, DueReadings due, TimeProvider time,
    ILogger<PullDesk> logger)
{
    /// <summary>Withings refuses the same call of the same person within ten seconds (withings-api.md §11); what was pulled is noted in whole seconds.</summary>
    public static readonly TimeSpan Distance = TimeSpan.FromSeconds(12);

    /// <summary>Who holds a feed may itself wait long for the budget; writes are idempotent, so after this a pull goes on beside it.</summary>
    private static readonly TimeSpan LongestLock = TimeSpan.FromSeconds(8);

    private readonly PullTally _tally = new();

    /// <summary>Held while a feed of a person is pulled.</summary>
    public static string LockOf(AccountId account, Feed feed) => $"pull {account} {feed}";

    /// <summary>How far a feed was read.</summary>
    public Task<FeedState> FindStateAsync(AccountId account, Feed feed, CancellationToken cancellationToken) => database.Records.FindStateAsync(account, feed, cancellationToken);

    /// <summary>When the changes of all of these feeds may be asked for; a moment past when they may be now.</summary>
    public async Task<DateTimeOffset> FreeAtAsync(AccountId account, IEnumerable<Feed> feeds, CancellationToken cancellationToken)
    {
        var free = DateTimeOffset.MinValue;
        foreach (var feed in feeds.Where(IsRepeatable))
        {
            var state = await database.Records.FindStateAsync(account, feed, cancellationToken);
            if (WasAsked(feed, state) && state.LastPulledAt + Distance is { } at && at > free && at - Distance <= time.GetUtcNow())
            {
                free = at;
            }
        }

        return free;
    }

    /// <summary>Pulls the feeds one after the other, each in its scope.</summary>
    /// <exception cref="PullException">Withings failed at one or more feeds; what was read is stored. Never because of a lost grant, which is noted.</exception>
    public Task<PullReport> PullAsync(AccountId account, IReadOnlyList<(Feed Feed, PullScope Scope)> orders, Lane lane, CancellationToken cancellationToken) =>
        PullAsync(account, orders, lane, progress: null, cancellationToken);

    /// <inheritdoc cref="PullAsync(AccountId, IReadOnlyList{ValueTuple{Feed, PullScope}}, Lane, CancellationToken)"/>
    /// <param name="progress">Told of each page.</param>
    public async Task<PullReport> PullAsync(
        AccountId account, IReadOnlyList<(Feed Feed, PullScope Scope)> orders, Lane lane, IProgress<PullProgress>? progress, CancellationToken cancellationToken)
    {
        if (await integrations.FindAsync(account, cancellationToken) is not { IsActive: true, NeedsReconnect: false } integration)
        {
            return PullReport.NotConnected;
        }

        using var share = _tally.Begin(account);
        await integrations.MarkAsync(account, SyncStatus.Syncing, integration.Error, lastSyncedAt: null, cancellationToken);
        var line = withings.For(account, integration.WithingsUserId, integrations.GrantsOf(account), lane);
        var puller = new Puller(line.Source, database.Records, account, time);
        var results = new List<PullResult>();
        PullException? failure = null;
        foreach (var (feed, scope) in orders)
        {
            try
            {
                results.Add(await PullAsync(puller, account, feed, scope, progress, cancellationToken));
            }
            catch (PullException lost) when (lost.Failure == PullFailure.SignInRequired)
            {
                Log.Lost(logger, account, lost.Message);
                await integrations.LoseAsync(integration, "Withings no longer accepts the connection. Connect again.", cancellationToken);
                return new(results, line.RequestCount, IsConnected: false);
            }
            catch (PullException refusal)
            {
                // One that may be gone at the next try counts for more than one that will not.
                failure = failure is null or { Failure: PullFailure.Rejected } ? refusal : failure;

                // One feed may fail alone; a limiter or a wrong secret meets them all.
                if (refusal.Failure is PullFailure.Throttled or PullFailure.Misconfigured)
                {
                    break;
                }
            }
            catch (Exception other)
            {
                // A stop, the database, a grant that cannot be opened: nobody stays "syncing" for that.
                await EndAsync(share, integration, other);
                throw;
            }
        }

        await NoteAsync(account, share.End(failure?.Message, failure is null ? time.GetUtcNow() : null), cancellationToken);
        Log.Pulled(logger, account, results.Sum(result => result.Saved.Added + result.Saved.Changed), line.RequestCount, lane);
        return failure is null ? new(results, line.RequestCount, IsConnected: true) : throw failure;
    }

    /// <summary>As <see cref="PullAsync(AccountId, IReadOnlyList{ValueTuple{Feed, PullScope}}, Lane, CancellationToken)"/>, for what comes round by itself: repeating what Withings refuses helps nobody.</summary>
    /// <returns>Whether there is a connection.</returns>
    /// <exception cref="PullException">Something failed that may be gone at the next try.</exception>
    public async Task<bool> PullOrPassAsync(AccountId account, IReadOnlyList<(Feed Feed, PullScope Scope)> orders, Lane lane, CancellationToken cancellationToken)
    {
        try
        {
            return (await PullAsync(account, orders, lane, cancellationToken)).IsConnected;
        }
        catch (PullException refusal) when (refusal.Failure == PullFailure.Rejected)
        {
            Log.Refused(logger, account, refusal.Message);
            return true;
        }
    }

    /// <summary>What a list or a "changes since" would ask a second time in the same words.</summary>
    private static bool IsRepeatable(Feed feed) => feed is not (Feed.Sleep or Feed.Intraday or Feed.Signals);

    /// <summary>A feed of which only windows were read was never asked for its changes; a list is always asked in the same words.</summary>
    private static bool WasAsked(Feed feed, FeedState state) => state.ChangedSince is not null || feed is Feed.Heart or Feed.Stetho or Feed.Devices or Feed.Goals;

    private async Task<PullResult> PullAsync(
        Puller puller, AccountId account, Feed feed, PullScope scope, IProgress<PullProgress>? progress, CancellationToken cancellationToken)
    {
        await using var held = await HoldAsync(LockOf(account, feed), cancellationToken);
        if (scope is PullScope.Changes && IsRepeatable(feed))
        {
            var wait = await FreeAtAsync(account, [feed], cancellationToken) - time.GetUtcNow();
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, time, cancellationToken);
            }
        }

        await due.BeforeAsync(account, feed, cancellationToken);
        var result = await puller.PullAsync(feed, scope, progress, cancellationToken);
        await due.AfterAsync(account, result, cancellationToken);
        return result;
    }

    private async Task<IAsyncDisposable?> HoldAsync(string name, CancellationToken cancellationToken)
    {
        if (await locks.TryAcquireAsync(name, cancellationToken) is { } free)
        {
            return free;
        }

        using var limit = new CancellationTokenSource(LongestLock, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await locks.AcquireAsync(name, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private async Task EndAsync(PullTally.Share share, Integration before, Exception failure)
    {
        try
        {
            await NoteAsync(before.Account, share.End(failure is ArchiveException ? failure.Message : before.Error, syncedAt: null), CancellationToken.None);
        }
        catch (ArchiveException)
        {
            // The database is away: the next pull says how it went.
        }
    }

    private async Task NoteAsync(AccountId account, PullTally.Together? all, CancellationToken cancellationToken)
    {
        if (all is not null)
        {
            await integrations.MarkAsync(account, all.Error is null ? SyncStatus.Idle : SyncStatus.Error, all.Error, all.SyncedAt, cancellationToken);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Debug, "Pulled {Count} records for {Account} with {Requests} requests ({Lane}).")]
        public static partial void Pulled(ILogger logger, AccountId account, int count, int requests, Lane lane);

        [LoggerMessage(LogLevel.Warning, "Withings refuses something of {Account}, which is passed over for now: {Reason}")]
        public static partial void Refused(ILogger logger, AccountId account, string reason);

        [LoggerMessage(LogLevel.Warning, "The connection of {Account} is lost: {Reason}")]
        public static partial void Lost(ILogger logger, AccountId account, string reason);
    }
}
