namespace WithingsSync.Pipeline.Accounts;

/// <summary>Where a person's grant rests between runs.</summary>
public interface IGrantStore
{
    /// <summary>The stored grant, read afresh; null when the person has not signed in.</summary>
    Task<Grant?> FindAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Stores a renewed grant durably and atomically: after a crash either the old or the new one is there, whole. Where the lock may be lost while it is held, and
    /// another grant than <paramref name="earlier"/> lies there by now, the one that was asked for later stays: it has ended the other.
    /// </summary>
    /// <returns>The grant to use.</returns>
    Task<Grant> ReplaceAsync(Grant earlier, Grant renewed, CancellationToken cancellationToken);

    /// <summary>Holds the right to renew this grant, against other processes too, until disposed.</summary>
    Task<IAsyncDisposable> LockAsync(CancellationToken cancellationToken);
}
