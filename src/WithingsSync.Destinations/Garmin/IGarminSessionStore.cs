namespace WithingsSync.Destinations.Garmin;

/// <summary>Keeps a person's session at Garmin and what runs tell each other about signing in. What is written is secret.</summary>
public interface IGarminSessionStore
{
    /// <summary>Null when nobody is signed in.</summary>
    Task<GarminSession?> FindAsync(CancellationToken cancellationToken);

    /// <summary>Replaces the session, or leaves it as it was; the caller holds the lock.</summary>
    Task SaveAsync(GarminSession session, CancellationToken cancellationToken);

    /// <summary>Forgets the session; the caller holds the lock.</summary>
    Task RemoveAsync(CancellationToken cancellationToken);

    Task<GarminNotes> FindNotesAsync(CancellationToken cancellationToken);

    /// <summary>The caller holds the lock.</summary>
    Task SaveNotesAsync(GarminNotes notes, CancellationToken cancellationToken);

    /// <summary>Keeps every other process from replacing the session, and holds room for a new one.</summary>
    Task<IAsyncDisposable> LockAsync(CancellationToken cancellationToken);
}
