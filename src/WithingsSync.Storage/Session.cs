using WithingsSync.Storage.Deliveries;
using WithingsSync.Storage.Feeds;
using WithingsSync.Storage.Records;
using WithingsSync.Storage.Tokens;

namespace WithingsSync.Storage;

/// <summary>A connection and the tables read and written through it, by one thread at a time.</summary>
internal sealed class Session(Database database, TimeProvider time) : IDisposable
{
    public Database Database { get; } = database;

    public RecordTables Records { get; } = new(database, time);

    public FeedStateTable States { get; } = new(database);

    public FeedReadTable Reads { get; } = new(database);

    public TokenLifetimeTable Tokens { get; } = new(database);

    public DeliveryTable Deliveries { get; } = new(database);

    public DeliveryMarkTable Marks { get; } = new(database);

    public ReviewTable Reviews { get; } = new(database);

    public void Dispose() => Database.Dispose();
}
