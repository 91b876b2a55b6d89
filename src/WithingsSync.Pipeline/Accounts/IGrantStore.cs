namespace WithingsSync.Pipeline.Accounts;

/// <summary>Where a person's grant rests between runs.</summary>
public interface IGrantStore
{
    /// <summary>The stored grant, read afresh; null when the person has not signed in.</summary>
    Task<Grant?> FindAsync(CancellationToken cancellationToken);

    /// <summary>Stores a grant durably and atomically: after a crash either the old or the new one is there, whole.</summary>
    Task SaveAsync(Grant grant, CancellationToken cancellationToken);

    /// <summary>Holds the right to renew this grant, against other processes too, until disposed.</summary>
    Task<IAsyncDisposable> LockAsync(CancellationToken cancellationToken);
}
