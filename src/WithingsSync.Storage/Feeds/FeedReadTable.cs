using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Pulling;

namespace WithingsSync.Storage.Feeds;

/// <summary>When each item of a feed (a day, a night, a signal) was last read: the version read.</summary>
internal sealed class FeedReadTable(Database database)
{
    private const string Upsert = """
        insert into feed_reads (account_id, feed, item, version) values ($1, $2, $3, $4)
        on conflict (account_id, feed, item) do update set version = excluded.version
        """;

    private const string Select = "select item, version from feed_reads where account_id = $1 and feed = $2 order by item";

    public int Save(AccountId account, Feed feed, long item, DateTimeOffset version) =>
        database.Prepare(Upsert).Text(account.Value).Text(feed.ToString()).Integer(item).Instant(version).Run();

    public Dictionary<long, DateTimeOffset> Read(AccountId account, Feed feed)
    {
        var reads = new Dictionary<long, DateTimeOffset>();
        using var rows = database.Prepare(Select).Text(account.Value).Text(feed.ToString()).Query();
        while (rows.Next())
        {
            reads.Add(rows.Integer(), rows.Instant());
        }

        return reads;
    }
}
