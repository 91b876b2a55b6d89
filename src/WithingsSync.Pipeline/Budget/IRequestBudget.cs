using WithingsSync.Pipeline.Accounts;

namespace WithingsSync.Pipeline.Budget;

/// <summary>
/// The one budget of requests for the whole application (withings-api.md §11): every outgoing call takes a place in it before it leaves, a nonce, a renewal and a
/// repeated attempt too.
/// </summary>
public interface IRequestBudget
{
    /// <summary>Returns when one more request may leave, and has counted it.</summary>
    /// <param name="lane">How urgent it is.</param>
    /// <param name="account">On whose behalf; null for the application's own calls.</param>
    /// <param name="cancellationToken">Gives up the place in the queue.</param>
    Task WaitAsync(Lane lane, AccountId? account, CancellationToken cancellationToken);
}
