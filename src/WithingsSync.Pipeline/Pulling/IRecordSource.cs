using WithingsSync.Health;
using WithingsSync.Pipeline.Accounts;

namespace WithingsSync.Pipeline.Pulling;

/// <summary>Where records come from, one page at a time.</summary>
public interface IRecordSource
{
    /// <summary>Reads a query to its end. A page may be empty; the sequence ends when the source has no more.</summary>
    /// <exception cref="PullException">The source refused, or could not be understood; nothing of the failed page was yielded.</exception>
    IAsyncEnumerable<IReadOnlyList<HealthRecord>> ReadAsync(AccountId account, PullQuery query, CancellationToken cancellationToken);
}
