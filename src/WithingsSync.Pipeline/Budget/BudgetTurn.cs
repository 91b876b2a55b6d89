namespace WithingsSync.Pipeline.Budget;

/// <summary>What one look at the budget decided.</summary>
/// <param name="Granted">Who goes now, in this order.</param>
/// <param name="LookAgainIn">When the next place comes free for somebody who still waits; null when nobody does.</param>
public sealed record BudgetTurn(IReadOnlyList<BudgetTicket> Granted, TimeSpan? LookAgainIn);
