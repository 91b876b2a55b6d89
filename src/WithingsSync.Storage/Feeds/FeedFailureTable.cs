using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Pipeline.Records;

namespace WithingsSync.Storage.Feeds;

/// <summary>The items of a feed (a day, a night, a signal) that the source could not give when they were last asked for.</summary>
internal sealed class FeedFailureTable(Database database)
{
    private const string Upsert = """
        insert into feed_failures (account_id, feed, item, version, times, until) values ($1, $2, $3, $4, $5, $6)
        on conflict (account_id, feed, item) do update set version = excluded.version, times = excluded.times, until = excluded.until
        """;

    private const string Select = "select item, version, times, until from feed_failures where account_id = $1 and feed = $2 order by item";

    private const string Delete = "delete from feed_failures where account_id = $1 and feed = $2 and item = $3";

    public int Save(AccountId account, Feed feed, long item, ItemFailure failure) => database.Prepare(Upsert)
        .Text(account.Value).Text(feed.ToString()).Integer(item).Instant(failure.Version).Integer(failure.Times).Instant(failure.Until).Run();

    public int Forget(AccountId account, Feed feed, long item) => database.Prepare(Delete).Text(account.Value).Text(feed.ToString()).Integer(item).Run();

    public Dictionary<long, ItemFailure> Read(AccountId account, Feed feed)
    {
        var failures = new Dictionary<long, ItemFailure>();
        using var rows = database.Prepare(Select).Text(account.Value).Text(feed.ToString()).Query();
        while (rows.Next())
        {
            failures.Add(rows.Integer(), new(rows.Instant(), rows.Int(), rows.Instant()));
        }

        return failures;
    }
}
