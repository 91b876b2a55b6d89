namespace WithingsSync.Pipeline.Delivering;

/// <summary>A reading as a destination has it now, whoever put it there.</summary>
/// <param name="Id">Its kind and second.</param>
/// <param name="RemoteId">How the destination calls it; what <see cref="IDestination.RemoveAsync"/> needs.</param>
/// <param name="Figures">What the destination shows of it; what it does not show is absent.</param>
/// <param name="IsByHand">The person typed it in there: it is theirs, and never removed.</param>
public sealed record Copy(ReadingId Id, string RemoteId, Figures Figures, bool IsByHand = false);
