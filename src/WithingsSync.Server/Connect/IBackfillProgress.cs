using WithingsSync.Pipeline.Accounts;

namespace WithingsSync.Server.Connect;

/// <summary>Tells the status route about the backfill. The jobs implement it.</summary>
public interface IBackfillProgress
{
    /// <returns>Null when nothing is known.</returns>
    Task<BackfillProgress?> FindAsync(AccountId account, CancellationToken cancellationToken);
}
