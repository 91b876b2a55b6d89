using Microsoft.Extensions.Logging;
using WithingsSync.Health;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Measures;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Pipeline.Records;

namespace WithingsSync.Pipeline.Delivering;

/// <summary>
/// Brings one destination to what the store says: plan, look, send, note, take away. Whoever calls it keeps other runs out of the same destination
/// meanwhile. After a crash at any moment the next run ends with one true copy of each reading.
/// </summary>
public sealed partial class Deliverer(IDestination destination, IRecordStore store, IDeliveryLedger ledger, AccountId account, TimeProvider time, ILogger logger)
{
    /// <summary>How long a run waits for something handed over to show.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    /// <summary>What would be done, without asking or telling anybody.</summary>
    public async Task<DeliveryPlan> PlanAsync(DeliveryOrder order, CancellationToken cancellationToken)
    {
        var view = await ViewAsync(order, await destination.FindRecipientAsync(cancellationToken), cancellationToken);
        return view.Plan;
    }

    /// <exception cref="DestinationException">Nobody can be signed in now.</exception>
    public async Task<DeliverySummary> DeliverAsync(DeliveryOrder order, CancellationToken cancellationToken)
    {
        var recipient = await destination.FindRecipientAsync(cancellationToken);
        var view = await ViewAsync(order, recipient, cancellationToken);
        if (view.Plan.HasWork)
        {
            var actual = await destination.SignInAsync(cancellationToken);
            if (actual != recipient)
            {
                recipient = actual;
                view = await ViewAsync(order, recipient, cancellationToken);
            }
        }
        else if (recipient is not null)
        {
            await destination.KeepSignInAsync(cancellationToken);
        }
        else
        {
            return new(null, [], [.. view.Plan.Steps.Where(step => step.Action == PlannedAction.Hold).Select(Held)], Marks: null);
        }

        var page = new LedgerPage(ledger, account, new(destination.Name, recipient!), view.Rows, time);
        if (view.Marks != view.Known)
        {
            await ledger.SaveMarksAsync(account, page.Destination, view.Marks, cancellationToken);
        }

        await NotePlanAsync(view.Plan, page, cancellationToken);
        var failure = await WorkAsync(view.Plan, page, cancellationToken);
        var marks = order.Window is null ? await MoveMarkAsync(view, page, cancellationToken) : null;
        return new(recipient, [.. page.Changed.Where(row => row.IsSettled)], [.. page.Rows.Where(row => !row.IsSettled && view.Scope.Covers(row.Id))], marks) { Failure = failure };
    }

    /// <summary>Everything that is known before anybody is asked: the next run knows it too, whatever becomes of this one.</summary>
    private static Task NotePlanAsync(DeliveryPlan plan, LedgerPage page, CancellationToken cancellationToken)
    {
        var waiting = page.Rows.Where(row => row.State == DeliveryState.Pending).ToLookup(row => row.Id);
        var notes = plan.Steps.SelectMany(step => step switch
        {
            { Reading: null, Action: PlannedAction.Skip } => step.Older.Select(row => row with { State = DeliveryState.Superseded, Reason = step.Why }),
            { Action: PlannedAction.Skip } => [page.Of(step.Reading!) with { State = DeliveryState.Ignored, Reason = step.Why }],
            { Action: PlannedAction.Hold } => [Held(step)],
            { Action: PlannedAction.Send or PlannedAction.Replace, IsRetried: false } when page.Of(step.Reading!) is { IsThere: false } row =>
                [row with { State = DeliveryState.Pending, Reason = row.State == DeliveryState.Pending ? row.Reason : null, NotBefore = null }],
            _ => Array.Empty<Delivery>(),
        });
        var changedMeanwhile = plan.Steps.Where(step => step.Reading is not null)
            .SelectMany(step => waiting[step.Id].Where(row => !row.Figures.Equals(step.Reading!.Figures)))
            .Select(row => row with { State = DeliveryState.Superseded, Reason = "changed at Withings before it was sent" });
        return page.WriteAsync(notes.Concat(changedMeanwhile), cancellationToken);
    }

    private static Delivery Held(PlannedDelivery step) =>
        (step.Row ?? new(step.Id, step.Reading!.Figures, DeliveryState.Pending)) with { State = DeliveryState.Pending, Reason = step.Why };

    /// <returns>Why some of it could not be done; null when all was.</returns>
    private async Task<DestinationException?> WorkAsync(DeliveryPlan plan, LedgerPage page, CancellationToken cancellationToken)
    {
        var work = plan.Steps.Where(step => step.IsWork).ToList();
        if (work.Count == 0)
        {
            return null;
        }

        try
        {
            var refused = await RefuseAsync(work, page, cancellationToken);
            var going = work.Where(step => step.Action != PlannedAction.Remove && !refused.Contains(step.Id) && (page.Of(step.Reading!) is { IsThere: false } || step.IsRetried)).ToList();
            var before = await LookAsync(work, going, page, cancellationToken);
            var evidence = new Evidence(work, before);
            var failure = await TryAsync(async () => await new Sending(destination, page, evidence, time, logger).SendAsync(await FindThereAsync(going, before, evidence, page, cancellationToken), cancellationToken));
            if (destination.KeepsOnlyNewest)
            {
                await SupersedeAsync(work, page, cancellationToken);
            }
            else
            {
                var stale = work.Where(step => step.Action == PlannedAction.Remove || step.Older.Count > 0 || step.ReplacesOthers).ToList();
                var second = await TryAsync(() => new Removing(destination, page, evidence, time, logger).RemoveAsync(stale, cancellationToken));
                failure ??= second;
            }

            return failure;
        }
        catch (DestinationException refusal)
        {
            return refusal;
        }
    }

    /// <summary>What goes wrong with one half of the work does not keep the other from being done, unless the destination is closed altogether.</summary>
    private static async Task<DestinationException?> TryAsync(Func<Task> work)
    {
        try
        {
            await work();
            return null;
        }
        catch (DestinationException refusal) when (refusal.Failure is DestinationFailure.Transient or DestinationFailure.Rejected)
        {
            return refusal;
        }
    }

    /// <summary>Notes what the destination can never hold; it is not sent.</summary>
    private async Task<IReadOnlySet<ReadingId>> RefuseAsync(IEnumerable<PlannedDelivery> work, LedgerPage page, CancellationToken cancellationToken)
    {
        var refused = work.Where(step => step.Reading is not null && step.Action != PlannedAction.Remove && !page.Of(step.Reading).MayBeThere)
            .Select(step => (Row: page.Of(step.Reading!), Reason: destination.RefusalOf(step.Reading!)))
            .Where(refusal => refusal.Reason is not null).ToList();
        await page.WriteAsync(refused.Select(refusal => refusal.Row with { State = DeliveryState.Rejected, Reason = refusal.Reason, NotBefore = null }), cancellationToken);
        return refused.Select(refusal => refusal.Row.Id).ToHashSet();
    }

    /// <summary>What is there; when something was handed over a moment ago and does not show, once more when it had its time.</summary>
    private async Task<IReadOnlyDictionary<ReadingId, IReadOnlyList<Copy>>> LookAsync(
        IReadOnlyList<PlannedDelivery> work, IReadOnlyList<PlannedDelivery> going, LedgerPage page, CancellationToken cancellationToken)
    {
        var copies = await LookOnceAsync(work, cancellationToken);
        var now = time.GetUtcNow();
        var due = going.Where(step => page.Of(step.Reading!) is { State: DeliveryState.Sent } && new Evidence(work, copies).Find(step.Reading!, copies[step.Id]) is null)
            .Select(step => page.Of(step.Reading!).NotBefore).Where(at => at > now && at - now <= LongestWait).Max();
        if (due is not { } moment)
        {
            return copies;
        }

        Log.Waiting(logger, destination.Title, (int)Math.Ceiling((moment - now).TotalSeconds));
        await Task.Delay(moment - now, time, cancellationToken);
        return await LookOnceAsync(work, cancellationToken);
    }

    private async Task<IReadOnlyDictionary<ReadingId, IReadOnlyList<Copy>>> LookOnceAsync(IReadOnlyList<PlannedDelivery> work, CancellationToken cancellationToken)
    {
        var copies = (await destination.LookAsync([.. work.Select(step => step.Id)], cancellationToken)).ToLookup(copy => copy.Id);
        return work.DistinctBy(step => step.Id).ToDictionary(step => step.Id, step => (IReadOnlyList<Copy>)[.. copies[step.Id]]);
    }

    /// <summary>Notes what the destination shows already.</summary>
    /// <returns>What is to be sent.</returns>
    private async Task<IReadOnlyList<Reading>> FindThereAsync(
        IReadOnlyList<PlannedDelivery> going, IReadOnlyDictionary<ReadingId, IReadOnlyList<Copy>> copies, Evidence evidence, LedgerPage page, CancellationToken cancellationToken)
    {
        var missing = new List<Reading>();
        var found = new List<Delivery>();
        var now = time.GetUtcNow();
        var notYet = 0;
        foreach (var step in going)
        {
            var row = page.Of(step.Reading!);

            var copy = evidence.Find(step.Reading!, copies[step.Id]);
            if (copy is not null)
            {
                found.Add(row with { State = row.Attempts > 0 ? DeliveryState.Confirmed : DeliveryState.AlreadyThere, Reason = null, RemoteId = copy.RemoteId, NotBefore = null });
            }
            else if (row.State == DeliveryState.Sent && row.NotBefore > now)
            {
                notYet++;
            }
            else if (!step.ReplacesOthers && step.Older.Count == 0 && copies[step.Id] is [var other, ..])
            {
                Log.Different(logger, destination.Title, step.Id, other.Figures.ToString(), step.Reading!.Figures.ToString());
                found.Add(row with { State = DeliveryState.AlreadyThere, Reason = $"{destination.Title} has {other.Figures} at that second, which was left", RemoteId = null, NotBefore = null });
            }
            else
            {
                missing.Add(step.Reading!);
            }
        }

        if (notYet > 0)
        {
            Log.NotYet(logger, destination.Title, notYet);
        }

        await page.WriteAsync(found, cancellationToken);
        return missing;
    }

    /// <summary>Where one value is kept, each delivered one takes the place of all others.</summary>
    private static Task SupersedeAsync(IEnumerable<PlannedDelivery> work, LedgerPage page, CancellationToken cancellationToken) =>
        page.WriteAsync(work.Where(step => step.Reading is not null && page.Of(step.Reading).IsThere)
            .SelectMany(step => step.Older.Select(older => older with { State = DeliveryState.Superseded, Reason = DeliveryPlan.Newer, NotBefore = null })), cancellationToken);

    private async Task<DeliveryMarks> MoveMarkAsync(View view, LedgerPage page, CancellationToken cancellationToken)
    {
        var marks = MarkOf(view, page);
        if (marks != view.Marks)
        {
            await ledger.SaveMarksAsync(account, page.Destination, marks, cancellationToken);
        }

        return marks;
    }

    /// <summary>The oldest reading that is not settled, or just after the newest that is there, whichever is earlier.</summary>
    private DeliveryMarks MarkOf(View view, LedgerPage page)
    {
        var rows = page.Rows.ToLookup(row => row.Id);
        var now = DateTimeOffset.FromUnixTimeSeconds(time.GetUtcNow().ToUnixTimeSeconds());
        var open = view.Readings.Where(reading => view.Scope.Includes(reading) && reading.Id.MeasuredAt >= view.Marks.Since && rows[reading.Id].Any(row => !row.IsSettled && row.Figures.Equals(reading.Figures)))
            .Select(reading => (DateTimeOffset?)reading.Id.MeasuredAt).Min();
        var there = page.Rows.Where(row => row.IsThere && row.Id.MeasuredAt <= now).Select(row => (DateTimeOffset?)row.Id.MeasuredAt.AddSeconds(1)).Max();
        there = there > now ? now : there; // a mark in the future is one that nobody believes
        var reached = there > view.Marks.Mark ? there.Value : view.Marks.Mark;
        return view.Marks with { Mark = open < reached ? open.Value : reached };
    }

    private async Task<View> ViewAsync(DeliveryOrder order, string? recipient, CancellationToken cancellationToken)
    {
        var to = new DestinationAccount(destination.Name, recipient ?? "");
        IReadOnlyList<Delivery> rows = recipient is null ? [] : [.. (await ledger.ReadAsync(account, to, cancellationToken)).Where(row => destination.Takes(row.Id.Kind))];
        var known = recipient is null ? null : await ledger.FindMarksAsync(account, to, cancellationToken);
        
        // A beginning in the future is that of a clock that was ahead; nobody would ever reach it.
        var marks = known is not null && known.Since <= time.GetUtcNow() ? known : new DeliveryMarks(order.FirstSince, order.FirstSince);
        var scope = new DeliveryScope(marks.Since, order, await ledger.ReadReviewsAsync(account, cancellationToken));

        var from = order.Window?.From ?? marks.Since;
        if (destination.KeepsOnlyNewest && recipient is not null && rows.Count == 0 && await IsAnotherAccountAsync(to, cancellationToken))
        {
            // Another account takes the place of the first, and shows a weight of long ago until it is told the present one.
            scope = scope with { Since = PullPlan.Beginning };
            from = PullPlan.Beginning;
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

    private async Task<bool> IsAnotherAccountAsync(DestinationAccount to, CancellationToken cancellationToken) =>
        (await ledger.DestinationsAsync(account, cancellationToken)).Any(known => known.Destination == to.Destination && known.Recipient != to.Recipient);

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

    private sealed record View(IReadOnlyList<Delivery> Rows, DeliveryMarks? Known, DeliveryMarks Marks, DeliveryScope Scope, IReadOnlyList<Reading> Readings, DeliveryPlan Plan);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "{Destination}: waiting {Seconds} s for what was handed over before to show.")]
        public static partial void Waiting(ILogger logger, string destination, int seconds);

        [LoggerMessage(LogLevel.Warning, "{Destination} does not show yet {Count} of the readings that were handed over a short time ago; the next run looks again, and sends what is still missing.")]
        public static partial void NotYet(ILogger logger, string destination, int count);

        [LoggerMessage(LogLevel.Warning, "{Destination} has {Theirs} where {Reading} would go ({Ours}); it was left. `withings-sync deliveries retry {Reading}` replaces it.")]
        public static partial void Different(ILogger logger, string destination, ReadingId reading, string theirs, string ours);
    }
}
