using WithingsSync.Pipeline.Accounts;

namespace WithingsSync.Pipeline.Budget;

/// <summary>A place in the budget that was taken: a request that left.</summary>
public sealed record BudgetSlot(DateTimeOffset At, Lane Lane, AccountId? Account);
