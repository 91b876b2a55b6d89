namespace WithingsSync.Pipeline.Delivering;

/// <summary>Brings one destination to what the store says, and the ledger with it.</summary>
public sealed class Deliverer
{
}
