using Microsoft.Extensions.Logging;

namespace WithingsSync.Pipeline.Delivering;

/// <summary>
/// Takes away copies that no longer say the truth. A replaced version goes only after the new one is seen there, so there is never a moment without a copy;
/// what a person typed in at the destination stays.
/// </summary>
internal sealed partial class Removing(IDestination destination, LedgerPage page, Evidence evidence, TimeProvider time, ILogger logger)
{
    /// <summary>A new version that was taken so often and never showed beside its older one will not be taken.</summary>
    private const int MostAttempts = 3;

    private readonly List<Delivery> _notes = [];

    /// <exception cref="DestinationException">Some copy could not be taken away; the others were, and it is tried again at the next run.</exception>
    public async Task RemoveAsync(IReadOnlyList<PlannedDelivery> steps, CancellationToken cancellationToken)
    {
        if (steps.Count == 0)
        {
            return;
        }

        DestinationException? failure = null;
        var copies = (await destination.LookAsync([.. steps.Select(step => step.Id)], cancellationToken)).ToLookup(copy => copy.Id);
        foreach (var step in steps)
        {
            try
            {
                await RemoveAsync(step, [.. copies[step.Id]], cancellationToken);
            }
            catch (DestinationException refusal) when (refusal.Failure is DestinationFailure.Transient or DestinationFailure.Rejected)
            {
                Log.NotRemoved(logger, destination.Title, step.Id, refusal.Message);
                failure ??= refusal;
            }
        }

        await page.WriteAsync(_notes, cancellationToken);
        if (failure is not null)
        {
            throw failure;
        }
    }

    private async Task RemoveAsync(PlannedDelivery step, IReadOnlyList<Copy> there, CancellationToken cancellationToken)
    {
        if (step.Action == PlannedAction.Remove)
        {
            await TakeAwayAsync(step, there, [.. step.Older, .. step.Row is { MayBeThere: true } row ? [row] : Array.Empty<Delivery>()], cancellationToken);
        }
        else if (page.Of(step.Reading!) is { IsThere: true } current)
        {
            if (evidence.Find(step.Reading!, there) is { } kept)
            {
                _notes.Add(current with { RemoteId = kept.RemoteId });
                await TakeAwayAsync(step, [.. there.Where(copy => copy.RemoteId != kept.RemoteId)], step.Older, cancellationToken);
            }
            else if (step.Older.Count > 0 && time.GetUtcNow() - current.ChangedAt >= Sending.AcceptedTime)
            {
                // It said that it keeps the new version, and after an hour shows the older one alone.
                _notes.Add(current.Attempts < MostAttempts
                    ? current with { State = DeliveryState.Pending, Reason = $"{destination.Title} took it, and still shows the older version" }
                    : current with { State = DeliveryState.Rejected, Reason = $"{destination.Title} keeps the older version at that second" });
            }
        }
    }

    private async Task TakeAwayAsync(PlannedDelivery step, IReadOnlyList<Copy> copies, IReadOnlyList<Delivery> versions, CancellationToken cancellationToken)
    {
        var removed = new HashSet<Delivery>();
        foreach (var copy in copies.Where(copy => versions.Any(version => Evidence.IsOf(copy, version)) || (step.ReplacesOthers && !copy.IsByHand)))
        {
            await destination.RemoveAsync(copy, cancellationToken);
            Log.Removed(logger, destination.Title, step.Id, step.Why);
            if (versions.Where(version => Evidence.IsOf(copy, version)).MaxBy(version => Evidence.Closeness(copy, version)) is { } version)
            {
                removed.Add(version);
            }
        }

        var isOver = step.Action == PlannedAction.Remove;
        var end = isOver && step.Reading is not null ? DeliveryState.Ignored : DeliveryState.Superseded;
        _notes.AddRange(versions.Where(version => removed.Contains(version) || !MayStillCome(version))
            .Select(version => version with { State = end, Reason = isOver ? step.Why : "replaced by a newer version", NotBefore = null }));
    }

    /// <summary>Handed over so lately that it may show only after this run looked.</summary>
    private bool MayStillCome(Delivery version) =>
        version.NotBefore > time.GetUtcNow() || (version.State is DeliveryState.Sent or DeliveryState.Confirmed && time.GetUtcNow() - version.ChangedAt < Sending.AcceptedTime);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "{Destination}: took away the copy of {Reading} ({Why}).")]
        public static partial void Removed(ILogger logger, string destination, ReadingId reading, string why);

        [LoggerMessage(LogLevel.Error, "{Destination}: the copy of {Reading} could not be taken away: {Reason}")]
        public static partial void NotRemoved(ILogger logger, string destination, ReadingId reading, string reason);
    }
}
