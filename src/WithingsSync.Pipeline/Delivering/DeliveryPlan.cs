namespace WithingsSync.Pipeline.Delivering;

/// <summary>
/// What is to be done at a destination, as a pure function of what was measured and what the ledger says. Nothing is decided anywhere else.
/// </summary>
public sealed class DeliveryPlan
{
    /// <summary>The reason of what <c>deliveries forget</c> set aside; only <c>deliveries retry</c> brings it back.</summary>
    public const string Forgotten = "forgotten by you";

    /// <summary>How the reason of a reading ends that a person has to accept or reject.</summary>
    public const string WaitsForReview = "waits for your review";

    internal const string Gone = "deleted at Withings";
    internal const string Newer = "a newer weight took its place";
    private const string Rejected = "rejected by you";

    private readonly ILookup<ReadingId, Delivery> _rows;
    private readonly DeliveryScope _scope;

    private DeliveryPlan(DeliveryScope scope, IReadOnlyList<Delivery> rows)
    {
        _scope = scope;
        _rows = rows.ToLookup(row => row.Id);
    }

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<PlannedDelivery> Steps { get; private set; } = [];

    /// <summary>Whether the destination has to be asked or told anything.</summary>
    public bool HasWork => Steps.Any(step => step.IsWork);

    /// <summary>Every reading is kept there: each one for itself.</summary>
    /// <param name="readings">All living readings of the kinds that go there, from the earliest row on.</param>
    /// <param name="rows">The ledger's rows of those kinds.</param>
    /// <param name="scope">Which of them this run is about.</param>
    public static DeliveryPlan OfAll(IReadOnlyList<Reading> readings, IReadOnlyList<Delivery> rows, DeliveryScope scope)
    {
        var plan = new DeliveryPlan(scope, rows);
        var living = readings.Select(reading => reading.Id).ToHashSet();
        var steps = readings.Select(plan.StepOf).OfType<PlannedDelivery>()
            .Concat(plan._rows.Where(versions => !living.Contains(versions.Key)).Select(plan.StepOfGone).OfType<PlannedDelivery>());
        plan.Steps = [.. steps.OrderBy(step => step.Id.MeasuredAt).ThenBy(step => step.Id.Kind)];
        return plan;
    }

    /// <summary>One current value is kept there: the newest reading goes, an older one only when the newer ones are gone.</summary>
    /// <inheritdoc cref="OfAll"/>
    public static DeliveryPlan OfNewest(IReadOnlyList<Reading> readings, IReadOnlyList<Delivery> rows, DeliveryScope scope)
    {
        var plan = new DeliveryPlan(scope, rows);
        var steps = new List<PlannedDelivery>();

        // What is there of a forgotten one stays there, whatever becomes of it at the source, and so nothing older takes its place.
        var forgotten = rows.Where(row => row is { State: DeliveryState.Ignored, Reason: Forgotten } && !scope.IsRetried(row)).Select(row => (DateTimeOffset?)row.Id.MeasuredAt).Max();
        foreach (var reading in readings.Reverse())
        {
            if (reading.Id.MeasuredAt <= forgotten)
            {
                break;
            }

            if (scope.HandlingOf(reading) == Handling.Deliver && plan.WorthSending(reading, rows))
            {
                if (plan.StepOfNewest(reading, rows) is { } step)
                {
                    steps.Insert(0, step);
                }

                break;
            }

            // A delivered one that only became doubtful later stays; one that the person rejected gives way to the one before it.
            if (plan.IsThere(reading.Id) && scope.ReviewOf(reading.Id) is not { IsAccepted: false })
            {
                break;
            }

            if (plan.StepOf(reading) is { IsWork: false } held)
            {
                steps.Insert(0, held);
            }
        }

        plan.Steps = steps;
        return plan;
    }

    private bool WorthSending(Reading reading, IReadOnlyList<Delivery> rows) =>
        !rows.Any(row => row.Id == reading.Id && row.State == DeliveryState.Rejected && row.Figures.Equals(reading.Figures)) || _scope.IsRetried(RowOf(reading));

    private PlannedDelivery? StepOfNewest(Reading reading, IReadOnlyList<Delivery> rows)
    {
        var row = RowOf(reading);
        var others = rows.Where(other => !ReferenceEquals(other, row) && (other.MayBeThere || (other.State == DeliveryState.Pending && other.Id.MeasuredAt <= reading.Id.MeasuredAt))).ToList();
        var isOver = row is { IsThere: true } && others.Count == 0;
        var retried = _scope.IsRetried(row);
        return (_scope.IsRetry && !retried) || (isOver && !retried) || !(_scope.Includes(reading) || _rows.Contains(reading.Id) || (others.Count > 0 && !_scope.IsWindow))
            ? null
            : new(reading.Id, PlannedAction.Send, others.Count > 0 ? "it is the newest now" : "it is the newest", reading, row, others) { IsRetried = retried };
    }

    private PlannedDelivery? StepOf(Reading reading)
    {
        var versions = _rows[reading.Id].ToList();
        if (!(_scope.IsWindow ? _scope.Includes(reading) : _scope.Includes(reading) || versions.Count > 0))
        {
            return null;
        }

        var row = RowOf(reading);
        var older = versions.Where(version => !ReferenceEquals(version, row) && version is { MayBeThere: true, IsOfOthers: false }).ToList();
        var retried = versions.Exists(version => _scope.IsRetried(version));
        if ((IsForgotten(reading.Id) || _scope.IsRetry) && !retried)
        {
            return null;
        }

        var handling = _scope.HandlingOf(reading);
        var review = _scope.ReviewOf(reading.Id);
        if (review is { IsAccepted: false })
        {
            return older.Count > 0 || row is { MayBeThere: true } ? new(reading.Id, PlannedAction.Remove, Rejected, reading, row, older)
                : row is { State: DeliveryState.Ignored } ? null
                : new(reading.Id, PlannedAction.Skip, Rejected, reading, row, []);
        }

        // What is there already stays: a setting that changes, or an attribution that Withings revises, takes nothing back.
        if (handling != Handling.Deliver && older.Count == 0 && row is not { MayBeThere: true })
        {
            return handling == Handling.Hold
                ? row is { State: DeliveryState.Rejected } ? null : new(reading.Id, PlannedAction.Hold, $"{DeliveryScope.WhoseOf(reading)}: {WaitsForReview}", reading, row, [])
                : row is { State: DeliveryState.Ignored } ? null : new(reading.Id, PlannedAction.Skip, $"{DeliveryScope.WhoseOf(reading)}: skipped by the setting", reading, row, []);
        }

        return retried ? new(reading.Id, older.Count > 0 ? PlannedAction.Replace : PlannedAction.Send, "asked for again", reading, row, older) { IsRetried = true, ReplacesOthers = _scope.Order.ReplacesOthers }
            : row?.State switch
            {
                DeliveryState.Sent => new(reading.Id, PlannedAction.Check, "handed over, and not known to have arrived", reading, row, older),
                DeliveryState.Confirmed or DeliveryState.AlreadyThere => older.Count > 0 ? new(reading.Id, PlannedAction.Replace, "an older version may still be there", reading, row, older) : null,
                DeliveryState.Rejected => null,
                _ when older.Count > 0 => new(reading.Id, PlannedAction.Replace, $"changed at Withings from {older[^1].Figures}", reading, row, older),
                DeliveryState.Pending => new(reading.Id, PlannedAction.Send, row.Reason is { Length: > 0 } reason ? $"not delivered before: {reason}" : "not delivered before", reading, row, older),
                _ => new(reading.Id, PlannedAction.Send, _scope.IsLate(reading) ? "arrived late at Withings" : "new", reading, row, older),
            };
    }

    private PlannedDelivery? StepOfGone(IGrouping<ReadingId, Delivery> versions)
    {
        var left = versions.Where(version => version is { MayBeThere: true, IsOfOthers: false } || version.State == DeliveryState.Pending).ToList();
        return left.Count == 0 || !_scope.Covers(versions.Key) || IsForgotten(versions.Key) || (_scope.IsRetry && !left.Exists(_scope.IsRetried)) ? null
            : left.Exists(version => version.MayBeThere) ? new(versions.Key, PlannedAction.Remove, Gone, null, null, left)
            : new(versions.Key, PlannedAction.Skip, Gone, null, null, left);
    }

    private Delivery? RowOf(Reading reading) => _rows[reading.Id].FirstOrDefault(row => row.Figures.Equals(reading.Figures));

    private bool IsThere(ReadingId id) => _rows[id].Any(row => row.IsThere);

    private bool IsForgotten(ReadingId id) => _rows[id].Any(row => row is { State: DeliveryState.Ignored, Reason: Forgotten });
}
