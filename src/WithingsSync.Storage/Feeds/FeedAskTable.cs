using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Pipeline.Records;

namespace WithingsSync.Storage.Feeds;

/// <summary>The items of a feed (a day, a night, a signal) that were asked for and count as unread still.</summary>
internal sealed class FeedAskTable(Database database)
{
    private const string Upsert = """
        insert into feed_asks (account_id, feed, item, version, asked_at) values ($1, $2, $3, $4, $5)
        on conflict (account_id, feed, item) do update set version = excluded.version, asked_at = excluded.asked_at
        """;

    private const string Select = "select item, version, asked_at from feed_asks where account_id = $1 and feed = $2 order by item";

    private const string Delete = "delete from feed_asks where account_id = $1 and feed = $2 and item = $3";

    public int Save(AccountId account, Feed feed, long item, ItemAsk ask) => database.Prepare(Upsert)
        .Text(account.Value).Text(feed.ToString()).Integer(item).Instant(ask.Version).Instant(ask.At).Run();

    public int Forget(AccountId account, Feed feed, long item) => database.Prepare(Delete).Text(account.Value).Text(feed.ToString()).Integer(item).Run();

    public Dictionary<long, ItemAsk> Read(AccountId account, Feed feed)
    {
        var asks = new Dictionary<long, ItemAsk>();
        using var rows = database.Prepare(Select).Text(account.Value).Text(feed.ToString()).Query();
        while (rows.Next())
        {
            asks.Add(rows.Integer(), new(rows.Instant(), rows.Instant()));
        }

        return asks;
    }
}
