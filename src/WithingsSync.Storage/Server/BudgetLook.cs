namespace WithingsSync.Storage.Server;

/// <summary>What one turn at the shared budget brought to one process.</summary>
/// <param name="Granted">This process's tickets that may go now; they are in the budget and no longer wait.</param>
/// <param name="LookAgainIn">When a place comes free; null when nobody waits.</param>
/// <param name="OthersWait">Tickets of another process wait too, which may let ours go.</param>
public sealed record BudgetLook(IReadOnlyList<string> Granted, TimeSpan? LookAgainIn, bool OthersWait);
