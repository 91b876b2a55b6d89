using Microsoft.Extensions.Logging;

namespace WithingsSync.Pipeline.Delivering;

/// <summary>
/// Takes away copies that no longer say the truth. A replaced version goes only after the new one is seen there, so there is never a moment without a copy;
/// what a person typed in at the destination stays.
/// </summary>
internal sealed partial class Removing(IDestination destination, LedgerPage page, ILogger logger)
{
    public async Task RemoveAsync(IReadOnlyList<PlannedDelivery> steps, IReadOnlyDictionary<ReadingId, IReadOnlyList<Copy>> before, CancellationToken cancellationToken)
    {
        if (steps.Count == 0)
        {
            return;
        }

        var copies = (await destination.LookAsync([.. steps.Select(step => step.Id)], cancellationToken)).ToLookup(copy => copy.Id);
        foreach (var step in steps)
        {
            var there = copies[step.Id].ToList();
            if (step.Action == PlannedAction.Remove)
            {
                await TakeAwayAsync(step, there, Versions(step), cancellationToken);
            }
            else if (page.Of(step.Reading!).IsThere && TrueCopy(there, before[step.Id], step.Reading!) is { } kept)
            {
                await page.WriteAsync(page.Of(step.Reading!) with { RemoteId = kept.RemoteId }, cancellationToken);
                await TakeAwayAsync(step, [.. there.Where(copy => copy.RemoteId != kept.RemoteId)], step.Older, cancellationToken);
            }
        }
    }

    /// <summary>The copy of the new version: one that appeared since, rather than one that only looks like it.</summary>
    private static Copy? TrueCopy(IReadOnlyList<Copy> there, IReadOnlyList<Copy> before, Reading reading) =>
        Sending.BestOf(there.Where(copy => !before.Any(old => old.RemoteId == copy.RemoteId)), reading, Agreement.Partly)
        ?? Sending.BestOf(there, reading, Agreement.Full);

    private static List<Delivery> Versions(PlannedDelivery step) => [.. step.Older, .. step.Row is { MayBeThere: true } row ? [row] : Array.Empty<Delivery>()];

    private async Task TakeAwayAsync(PlannedDelivery step, IReadOnlyList<Copy> copies, IReadOnlyList<Delivery> versions, CancellationToken cancellationToken)
    {
        foreach (var copy in copies.Where(copy => IsOneOf(copy, versions) || (step.IsRetried && !copy.IsByHand)))
        {
            await destination.RemoveAsync(copy, cancellationToken);
            Log.Removed(logger, destination.Title, step.Id, step.Why);
        }

        var end = step.Action == PlannedAction.Remove && step.Reading is not null ? DeliveryState.Ignored : DeliveryState.Superseded;
        var reason = step.Action == PlannedAction.Remove ? step.Why : "replaced by a newer version";
        await page.WriteAsync(versions.Select(version => version with { State = end, Reason = reason, NotBefore = null }), cancellationToken);
    }

    private static bool IsOneOf(Copy copy, IReadOnlyList<Delivery> versions) =>
        versions.Any(version => version.RemoteId == copy.RemoteId || (!copy.IsByHand && Agreements.Of(copy.Figures, version.Figures) != Agreement.None));

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "{Destination}: took away the copy of {Reading} ({Why}).")]
        public static partial void Removed(ILogger logger, string destination, ReadingId reading, string why);
    }
}
