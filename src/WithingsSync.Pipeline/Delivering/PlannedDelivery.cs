namespace WithingsSync.Pipeline.Delivering;

/// <summary>One step of a <see cref="DeliveryPlan"/>.</summary>
/// <param name="Id">Which reading.</param>
/// <param name="Action">What is to be done.</param>
/// <param name="Why">In words for the person.</param>
/// <param name="Reading">The reading as it is now; null when it is gone.</param>
/// <param name="Row">The ledger's row of this version, or a new one.</param>
/// <param name="Older">Rows of other versions whose copies may be there.</param>
public sealed record PlannedDelivery(ReadingId Id, PlannedAction Action, string Why, Reading? Reading, Delivery? Row, IReadOnlyList<Delivery> Older)
{
    /// <summary>The person asked for it again, so it is looked at whatever the ledger says.</summary>
    public bool IsRetried { get; init; }

    /// <summary>By name even, so a different copy at its second gives way.</summary>
    public bool ReplacesOthers { get; init; }

    public bool IsWork => Action is not (PlannedAction.Hold or PlannedAction.Skip);
}
