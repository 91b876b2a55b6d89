using WithingsSync.Pipeline.Accounts;

namespace WithingsSync.Pipeline.Budget;

/// <summary>A request that waits for its place.</summary>
/// <param name="Node">The process that waits.</param>
public sealed record BudgetTicket(string Id, string Node, Lane Lane, AccountId? Account, DateTimeOffset AskedAt);
