using WithingsSync.Health;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Measures;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Pipeline.Records;

namespace WithingsSync.Pipeline.Delivering;

/// <summary>Reads what a plan is made of: the store, the ledger and the person's word.</summary>
internal sealed class DeliveryViews(IDestination destination, IRecordStore store, IDeliveryLedger ledger, AccountId account, TimeProvider time)
{
    public async Task<DeliveryView> ReadAsync(DeliveryOrder order, string? recipient, CancellationToken cancellationToken)
    {
        var to = new DestinationAccount(destination.Name, recipient ?? "");
        IReadOnlyList<Delivery> rows = recipient is null ? [] : [.. (await ledger.ReadAsync(account, to, cancellationToken)).Where(row => destination.Takes(row.Id.Kind))];
        var known = recipient is null ? null : await ledger.FindMarksAsync(account, to, cancellationToken);
        
        // A beginning in the future is that of a clock that was ahead; nobody would ever reach it.
        var marks = known is not null && known.Since <= time.GetUtcNow() ? known : new DeliveryMarks(order.FirstSince, order.FirstSince);
        var scope = new DeliveryScope(marks.Since, order, await ledger.ReadReviewsAsync(account, cancellationToken));

        var from = order.Window?.From ?? marks.Since;
        if (recipient is not null && known is null && !scope.IsWindow && await ReachedElsewhereAsync(to, cancellationToken) is { } reached)
        {
            // Another account takes the place of the first. Where one value is kept it shows one of long ago until it is told the present one; elsewhere it gets what
            // comes after what the first one got, however far the mark was kept back for a reading that waits.
            from = destination.KeepsOnlyNewest ? PullPlan.Beginning : reached > marks.Since ? reached : marks.Since;
            marks = destination.KeepsOnlyNewest ? marks : new(from, from);
            scope = scope with { Since = from };
        }

        from = !scope.IsWindow && rows.Where(row => row.MayBeThere || !row.IsSettled || scope.IsRetried(row)).Select(row => (DateTimeOffset?)row.Id.MeasuredAt).Min() is { } first && first < from ? first : from;
        var readings = await ReadingsAsync(scope.IsWindow ? from : from - LateBy, scope, cancellationToken);
        var plan = PlanOf(readings, rows, scope);
        if (destination.KeepsOnlyNewest && plan.Steps.Count == 0 && rows.Any(row => row.IsThere && readings.All(reading => reading.Id != row.Id)))
        {
            // What was delivered is gone, and with it everything since: the one before it is the newest again.
            readings = await ReadingsAsync(PullPlan.Beginning, scope, cancellationToken);
            plan = PlanOf(readings, rows, scope);
        }

        return new(rows, known, marks, scope, readings, plan);
    }

    /// <summary>How far other accounts at the same destination were served; null when there are none.</summary>
    private async Task<DateTimeOffset?> ReachedElsewhereAsync(DestinationAccount to, CancellationToken cancellationToken)
    {
        DateTimeOffset? reached = null;
        foreach (var other in (await ledger.DestinationsAsync(account, cancellationToken)).Where(other => other.Destination == to.Destination && other.Recipient != to.Recipient))
        {
            var served = (await ledger.ReadAsync(account, other, cancellationToken)).Where(row => row.IsThere).Select(row => row.Id.MeasuredAt.AddSeconds(1)).DefaultIfEmpty(PullPlan.Beginning).Max();
            reached = reached > served ? reached : served;
        }

        return reached;
    }

    private DeliveryPlan PlanOf(IReadOnlyList<Reading> readings, IReadOnlyList<Delivery> rows, DeliveryScope scope) =>
        destination.KeepsOnlyNewest ? DeliveryPlan.OfNewest(readings, rows, scope) : DeliveryPlan.OfAll(readings, rows, scope);

    private async Task<IReadOnlyList<Reading>> ReadingsAsync(DateTimeOffset from, DeliveryScope scope, CancellationToken cancellationToken)
    {
        var to = scope.IsWindow && !destination.KeepsOnlyNewest ? scope.Order.Window!.Value.To : PullPlan.End;
        var groups = await store.ReadAsync<MeasureGroup>(account, from < PullPlan.Beginning ? PullPlan.Beginning : from, to, cancellationToken);
        var heights = new Heights(await store.ReadGroupsWithAsync(account, MeasureType.Height, cancellationToken));
        return [.. Reading.From(Moment.From(groups), heights).Where(reading => destination.Takes(reading.Id.Kind))];
    }

    /// <summary>How long before the beginning a reading may have been measured that only arrives after it.</summary>
    private static readonly TimeSpan LateBy = TimeSpan.FromDays(366);
}
