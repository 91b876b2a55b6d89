using Microsoft.Extensions.Logging;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Delivering;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Server.Links;
using WithingsSync.Storage;
using WithingsSync.Storage.Server;

namespace WithingsSync.Server.Jobs;

/// <summary>
/// Brings what is due to the destinations that people linked: a person and a destination at a time in all processes, several beside each other. What goes wrong
/// for one holds up no other; it is tried again later each time, or waits for the person when only they help.
/// </summary>
internal sealed partial class DeliverWork(
    DestinationLinkStore links, DestinationLines lines, ServerDatabase database, ProcessLocks locks, Persistence persistence, TimeProvider time, ILoggerFactory loggers)
{
    private const int AtOnce = 6;

    /// <summary>In one run; the others are found by the next.</summary>
    private const int Most = 500;

    /// <summary>Somebody who has nothing new is looked after so often, which keeps sign-ins from ending unused.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromHours(24);

    /// <summary>A destination that answers slowly for longer than this is left, and gone on with later.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    private const int MostRuns = 4;

    private readonly ILogger _logger = loggers.CreateLogger<DeliverWork>();
    private int _runs;

    /// <summary>Does nothing when enough runs are under way in this process: a destination that hangs must not take every thread of the jobs.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _runs) <= MostRuns)
        {
            try
            {
                await Crowd.EachAsync(await links.ListDueAsync(time.GetUtcNow(), Most, cancellationToken), AtOnce, DeliverAsync, cancellationToken);
            }
            finally
            {
                Interlocked.Decrement(ref _runs);
            }
        }
        else
        {
            Interlocked.Decrement(ref _runs);
        }
    }

    /// <summary>The edge of the loop: whatever happens, the next person's turn comes.</summary>
    private async Task DeliverAsync(DestinationLink listed, CancellationToken cancellationToken)
    {
        try
        {
            await using var held = await locks.TryAcquireAsync(DestinationLines.LockOf(listed.Account, listed.Destination), cancellationToken);

            // Somebody else may have done it since it was listed, or the person unlinked it.
            if (held is not null && await links.FindAsync(listed.Account, listed.Destination, cancellationToken) is { NeedsSignIn: false } link && link.IsDue(time.GetUtcNow()))
            {
                await DeliverLinkAsync(link, cancellationToken);
            }
        }
        catch (ArchiveException failure)
        {
            // It stays due.
            Log.StoreFailed(_logger, listed.Destination, listed.Account, failure.Message);
        }
    }

    private async Task DeliverLinkAsync(DestinationLink link, CancellationToken cancellationToken)
    {
        var (began, subject) = (time.GetUtcNow(), DestinationLines.SubjectOf(link.Account, link.Destination));
        string? signIn = null;
        DateTimeOffset? again = null;
        string? problem = null;
        var end = await persistence.TryAsync(
            JobNames.Deliver, subject, link.Account.Value, () => [],
            async () =>
            {
                try
                {
                    await TryAsync(link, cancellationToken);
                }
                catch (DestinationException refusal) when (refusal.Failure == DestinationFailure.SignInRequired)
                {
                    (signIn, again) = (await SentenceAsync(link, cancellationToken), refusal.RetryAt);
                }
                catch (PullException failure)
                {
                    problem = failure.InnerException is DestinationException refusal ? LinkSentences.ForTrouble(refusal, link.Destination) : failure.Message;
                    throw;
                }
            },
            cancellationToken);
        if (signIn is not null)
        {
            Log.SignInNeeded(_logger, link.Destination, link.Account, signIn);
        }

        var now = time.GetUtcNow();
        var free = await persistence.FreeAtAsync(JobNames.Deliver, subject, cancellationToken);
        var next = end == WorkEnd.Later && free > now ? free : again > now ? again.Value : now + Rest;

        // A wait that ends by itself is not the person's to end.
        await links.NoteAsync(link, began, next, needsSignIn: signIn is not null && again is null, signIn ?? problem ?? (end == WorkEnd.Later ? link.Problem : null), CancellationToken.None);
    }

    /// <exception cref="PullException">It is to be tried again.</exception>
    /// <exception cref="DestinationException">Only the person helps, or only waiting for a long time.</exception>
    private async Task TryAsync(DestinationLink link, CancellationToken cancellationToken)
    {
        var secrets = lines.SecretsOf(link.Account, link.Destination);
        if (await secrets.FindCredentialsAsync(LinkSecrets.Credentials, cancellationToken) is not { } credentials)
        {
            throw new DestinationException(DestinationFailure.SignInRequired, LinkSentences.Lost);
        }

        using var late = new CancellationTokenSource(Longest, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            await using var line = lines.Open(link.Account, link.Destination, credentials);
            var deliverer = new Deliverer(line.Destination, database.Records, database.Records, link.Account, time, loggers.CreateLogger(link.Destination));
            var summary = await deliverer.DeliverAsync(new() { FirstSince = link.Since }, either.Token);
            Report(link, summary, line.Destination.Title);
        }
        catch (DestinationException failure) when (failure.Failure != DestinationFailure.SignInRequired)
        {
            throw new PullException(failure.Failure == DestinationFailure.Throttled ? PullFailure.Throttled : PullFailure.Transient, failure.Message, failure) { RetryAt = failure.RetryAt };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new PullException(PullFailure.Transient, "The destination answered too slowly; what is left goes with the next delivery.");
        }
        catch (Exception failure) when (failure is not (DestinationException or PullException or ArchiveException or OperationCanceledException))
        {
            // Something nobody thought of: with the trace in the log, and tried again like a failure of the destination.
            Log.Unexpected(_logger, link.Destination, link.Account, failure);
            throw new PullException(PullFailure.Transient, "Something unexpected happened; the server's log says what.", failure);
        }
    }

    /// <exception cref="PullException">Some of it is not known to have arrived.</exception>
    /// <exception cref="DestinationException">Why some of it could not be done.</exception>
    private void Report(DestinationLink link, DeliverySummary summary, string title)
    {
        var delivered = summary.Count(DeliveryState.Confirmed);
        if (delivered > 0)
        {
            Log.Delivered(_logger, delivered, link.Account, title);
        }

        if (summary.Failure is { } failure)
        {
            throw failure;
        }

        var left = summary.Left.Where(row => !LinkStates.WaitsForReview(row)).ToList();
        if (left.Count > 0)
        {
            throw new PullException(PullFailure.Transient, $"{left.Count} of the readings are not known to have arrived at {title}; they are looked for, and sent again where they are missing.")
            {
                RetryAt = left.Min(row => row.NotBefore),
            };
        }
    }

    private async Task<string> SentenceAsync(DestinationLink link, CancellationToken cancellationToken) =>
        await lines.SecretsOf(link.Account, link.Destination).FindCredentialsAsync(LinkSecrets.Credentials, cancellationToken) is null ? LinkSentences.Lost
        : LinkSentences.ForDelivery(
            link.Destination, link.Destination == DestinationLines.Garmin ? await lines.GarminSecretsOf(link.Account).FindNotesAsync(cancellationToken) : null, time.GetUtcNow());

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "{Count} readings of {Account} were delivered to {Destination}.")]
        public static partial void Delivered(ILogger logger, int count, AccountId account, string destination);

        [LoggerMessage(LogLevel.Warning, "Nothing goes to {Destination} for {Account} until they sign in: {Reason}")]
        public static partial void SignInNeeded(ILogger logger, string destination, AccountId account, string reason);

        [LoggerMessage(LogLevel.Warning, "What is due at {Destination} for {Account} waits for the store: {Reason}")]
        public static partial void StoreFailed(ILogger logger, string destination, AccountId account, string reason);

        [LoggerMessage(LogLevel.Error, "A delivery to {Destination} for {Account} failed.")]
        public static partial void Unexpected(ILogger logger, string destination, AccountId account, Exception failure);
    }
}
