using WithingsSync.Pipeline.Budget;

namespace WithingsSync.Storage.Server;

/// <summary>The shared budget at one moment.</summary>
/// <param name="Used">Places taken in the last minute.</param>
/// <param name="Waiting">Tickets that wait, of all processes.</param>
/// <param name="InteractiveIn">How long a person would wait whose data is asked for now while they look on.</param>
public sealed record BudgetState(int Used, int Free, IReadOnlyList<BudgetTicket> Waiting, TimeSpan InteractiveIn);
