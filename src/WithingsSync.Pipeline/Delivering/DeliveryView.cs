namespace WithingsSync.Pipeline.Delivering;

/// <summary>What is known before a destination is asked, and what follows from it.</summary>
/// <param name="Rows">Of the ledger, for the kinds that go there.</param>
/// <param name="Known">The marks as stored; null at the first use.</param>
/// <param name="Marks">The marks that count.</param>
/// <param name="Scope">What the run is about.</param>
/// <param name="Readings">The living readings that matter.</param>
/// <param name="Plan">What is to be done.</param>
internal sealed record DeliveryView(
    IReadOnlyList<Delivery> Rows, DeliveryMarks? Known, DeliveryMarks Marks, DeliveryScope Scope, IReadOnlyList<Reading> Readings, DeliveryPlan Plan);
