using WithingsSync.Pipeline.Accounts;
using WithingsSync.Storage.Deliveries;
using WithingsSync.Storage.Feeds;
using WithingsSync.Storage.Reads;
using WithingsSync.Storage.Records;
using WithingsSync.Storage.Tokens;

namespace WithingsSync.Storage;

/// <summary>A connection and the tables read and written through it, by one thread at a time.</summary>
/// <param name="isServer">Whether the database is a server's, or a person's archive.</param>
internal sealed class Session(Database database, TimeProvider time, bool isServer) : IDisposable
{
    public Database Database { get; } = database;

    public DateTimeOffset Now => time.GetUtcNow();

    public RecordTables Records { get; } = new(database, time, isServer);

    public FeedStateTable States { get; } = new(database);

    public FeedReadTable Reads { get; } = new(database);

    public FeedFailureTable Failures { get; } = new(database);

    public FeedAskTable Asks { get; } = new(database);

    public TokenLifetimeTable Tokens { get; } = new(database);

    public DeliveryTable Deliveries { get; } = new(database);

    public DeliveryMarkTable Marks { get; } = new(database);

    public ReviewTable Reviews { get; } = new(database);

    public ToolReadTable ToolReads { get; } = new(database, time);

    /// <summary>Held by every write of a person's records, and while they are erased.</summary>
    public static string LockOf(AccountId account) => $"account {account.Value}";

    /// <summary>Whoever was erased stays erased, though a pull of theirs was under way. The caller holds <see cref="LockOf"/>.</summary>
    /// <exception cref="ArchiveException">The person was erased.</exception>
    public void RefuseErased(AccountId account)
    {
        if (isServer && Erased.Holds(Database, account.Value))
        {
            throw new ArchiveException($"{account} was erased; nothing is kept for them any more.");
        }
    }

    /// <summary>Takes away every row of a person.</summary>
    public int Erase(AccountId account) => Erasure.Run(Database, account, isServer);

    public void Dispose() => Database.Dispose();
}
