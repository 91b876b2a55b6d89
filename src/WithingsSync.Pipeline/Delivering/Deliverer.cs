using Microsoft.Extensions.Logging;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Records;

namespace WithingsSync.Pipeline.Delivering;

/// <summary>
/// Brings one destination to what the store says: plan, look, send, note, take away. Whoever calls it keeps other runs out of the same destination
/// meanwhile. After a crash at any moment the next run ends with one true copy of each reading.
/// </summary>
public sealed partial class Deliverer(IDestination destination, IRecordStore store, IDeliveryLedger ledger, AccountId account, TimeProvider time, ILogger logger)
{
    private readonly DeliveryViews _views = new(destination, store, ledger, account, time);

    /// <summary>How long a run waits for something handed over to show.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    /// <summary>What would be done, without asking or telling anybody.</summary>
    public async Task<DeliveryPlan> PlanAsync(DeliveryOrder order, CancellationToken cancellationToken)
    {
        var view = await _views.ReadAsync(order, await destination.FindRecipientAsync(cancellationToken), cancellationToken);
        return view.Plan;
    }

    /// <exception cref="DestinationException">Nobody can be signed in now.</exception>
    public async Task<DeliverySummary> DeliverAsync(DeliveryOrder order, CancellationToken cancellationToken)
    {
        var recipient = await destination.FindRecipientAsync(cancellationToken);
        var view = await _views.ReadAsync(order, recipient, cancellationToken);
        var page = recipient is null ? null : await NoteAsync(view, recipient, cancellationToken);
        if (view.Plan.HasWork)
        {
            var actual = await destination.SignInAsync(cancellationToken);
            if (actual != recipient)
            {
                recipient = actual;
                view = await _views.ReadAsync(order, recipient, cancellationToken);
                page = await NoteAsync(view, recipient, cancellationToken);
            }
        }

        if (page is null)
        {
            return new(null, [], [.. view.Plan.Steps.Where(step => step.Action == PlannedAction.Hold).Select(Held)], Marks: null);
        }

        var failure = view.Plan.HasWork ? await WorkAsync(view.Plan, page, cancellationToken) : await KeepSignInAsync(cancellationToken);
        var marks = order.Window is null ? await MoveMarkAsync(view, page, cancellationToken) : null;
        return new(recipient, [.. page.Changed.Where(row => row.IsSettled)], [.. page.Rows.Where(row => !row.IsSettled && view.Scope.Covers(row.Id) && (!view.Scope.IsRetry || view.Plan.Steps.Any(step => step.Id == row.Id)))], marks) { Failure = failure };
    }

    private async Task<LedgerPage> NoteAsync(DeliveryView view, string recipient, CancellationToken cancellationToken)
    {
        var page = new LedgerPage(ledger, account, new(destination.Name, recipient), view.Rows, time);
        if (view.Marks != view.Known)
        {
            await ledger.SaveMarksAsync(account, page.Destination, view.Marks, cancellationToken);
        }

        await NotePlanAsync(view, page, cancellationToken);
        return page;
    }

    /// <summary>Everything that is known before anybody is asked: the next run knows it too, whatever becomes of this one.</summary>
    private Task NotePlanAsync(DeliveryView view, LedgerPage page, CancellationToken cancellationToken)
    {
        var waiting = page.Rows.Where(row => row.State == DeliveryState.Pending).ToLookup(row => row.Id);
        var notes = view.Plan.Steps.SelectMany(step => step switch
        {
            { Reading: null, Action: PlannedAction.Skip } => step.Older.Select(row => row with { State = DeliveryState.Superseded, Reason = step.Why }),
            { Action: PlannedAction.Skip } => [page.Of(step.Reading!) with { State = DeliveryState.Ignored, Reason = step.Why }],
            { Action: PlannedAction.Hold } => [Held(step)],
            { Action: PlannedAction.Send or PlannedAction.Replace, IsRetried: false } when page.Of(step.Reading!) is { IsThere: false } row =>
                [row with { State = DeliveryState.Pending, Reason = row.State == DeliveryState.Pending && row.Reason?.EndsWith(DeliveryPlan.WaitsForReview, StringComparison.Ordinal) != true ? row.Reason : null, NotBefore = null }],
            _ => Array.Empty<Delivery>(),
        });

        // Versions that waited while the reading changed, or went, are nobody's any more.
        var changedMeanwhile = view.Readings.SelectMany(reading => waiting[reading.Id].Where(row => !row.Figures.Equals(reading.Figures)))
            .Select(row => row with { State = DeliveryState.Superseded, Reason = "changed at Withings before it was sent" });
        var living = view.Readings.Select(reading => reading.Id).ToHashSet();
        var gone = destination.KeepsOnlyNewest && !view.Scope.IsWindow
            ? page.Rows.Where(row => !row.IsSettled && !living.Contains(row.Id) && (row.State == DeliveryState.Pending || !view.Plan.HasWork))
                .Select(row => row with { State = DeliveryState.Superseded, Reason = DeliveryPlan.Gone, NotBefore = null })
            : [];
        return page.WriteAsync([.. notes, .. changedMeanwhile, .. gone], cancellationToken);
    }

    private static Delivery Held(PlannedDelivery step) =>
        (step.Row ?? new(step.Id, step.Reading!.Figures, DeliveryState.Pending)) with { State = DeliveryState.Pending, Reason = step.Why };

    /// <summary>With nothing to do, a sign-in that cannot be renewed just now is renewed by a later run; one that has ended is told.</summary>
    private async Task<DestinationException?> KeepSignInAsync(CancellationToken cancellationToken)
    {
        try
        {
            await destination.KeepSignInAsync(cancellationToken);
            return null;
        }
        catch (DestinationException refusal) when (refusal.Failure != DestinationFailure.SignInRequired)
        {
            Log.NotKept(logger, destination.Title, refusal.Message);
            return null;
        }
        catch (DestinationException refusal)
        {
            return refusal;
        }
    }

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
            var going = work.Where(step => step.Action != PlannedAction.Remove && !refused.Contains(step.Id) && (page.Of(step.Reading!) is { IsThere: false } || step.IsRetried || (destination.KeepsOnlyNewest && step.Older.Any(older => older.MayBeThere)))).ToList();
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
                Log.Different(logger, destination.Title, step.Id);
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

    private async Task<DeliveryMarks> MoveMarkAsync(DeliveryView view, LedgerPage page, CancellationToken cancellationToken)
    {
        var marks = MarkOf(view, page);
        if (marks != view.Marks)
        {
            await ledger.SaveMarksAsync(account, page.Destination, marks, cancellationToken);
        }

        return marks;
    }

    /// <summary>The oldest reading that is not settled, or just after the newest that is there, whichever is earlier.</summary>
    private DeliveryMarks MarkOf(DeliveryView view, LedgerPage page)
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

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "{Destination}: the sign-in could not be renewed this time; a later run tries again. {Reason}")]
        public static partial void NotKept(ILogger logger, string destination, string reason);

        [LoggerMessage(LogLevel.Information, "{Destination}: waiting {Seconds} s for what was handed over before to show.")]
        public static partial void Waiting(ILogger logger, string destination, int seconds);

        [LoggerMessage(LogLevel.Warning, "{Destination} does not show yet {Count} of the readings that were handed over a short time ago; the next run looks again, and sends what is still missing.")]
        public static partial void NotYet(ILogger logger, string destination, int count);

        [LoggerMessage(LogLevel.Warning, "{Destination} has something else at the second of {Reading}, which was left: `withings-sync deliveries list` shows it, and `withings-sync deliveries retry` with that id replaces it.")]
        public static partial void Different(ILogger logger, string destination, ReadingId reading);
    }
}
