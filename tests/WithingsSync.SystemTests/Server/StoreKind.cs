namespace WithingsSync.SystemTests.Server;

/// <summary>What a server under test keeps its data in.</summary>
public enum StoreKind
{
    Sqlite,
    Postgres,
}
