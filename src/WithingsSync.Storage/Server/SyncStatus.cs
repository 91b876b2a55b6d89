namespace WithingsSync.Storage.Server;

/// <summary>The specification's <c>sync_status</c>; in the database in lower case.</summary>
public enum SyncStatus
{
    Idle,
    Syncing,
    Error,
}
