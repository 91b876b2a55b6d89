using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Pipeline.Records;

namespace WithingsSync.Storage.Feeds;

/// <summary>How far each feed was read.</summary>
internal sealed class FeedStateTable(Database database)
{
    private const string Upsert = """
        insert into feed_states (account_id, feed, changed_since, last_pulled_at, last_re_read_at, not_granted, caught_up_at)
        values ($1, $2, $3, $4, $5, $6, $7)
        on conflict (account_id, feed) do update set changed_since = excluded.changed_since, last_pulled_at = excluded.last_pulled_at,
            last_re_read_at = excluded.last_re_read_at, not_granted = excluded.not_granted, caught_up_at = excluded.caught_up_at
        """;

    private const string Select = "select changed_since, last_pulled_at, last_re_read_at, not_granted, caught_up_at from feed_states where account_id = $1 and feed = $2";

    public int Save(AccountId account, Feed feed, FeedState state) => database.Prepare(Upsert)
        .Text(account.Value).Text(feed.ToString()).Integer(state.ChangedSince).Instant(state.LastPulledAt).Instant(state.LastReReadAt).Flag(state.NotGranted).Instant(state.CaughtUpAt).Run();

    public List<AccountId> Accounts()
    {
        var accounts = new List<AccountId>();
        using var rows = database.Prepare("select distinct account_id from feed_states order by account_id").Query();
        while (rows.Next())
        {
            accounts.Add(new(rows.Text()));
        }

        return accounts;
    }

    public FeedState Find(AccountId account, Feed feed)
    {
        using var rows = database.Prepare(Select).Text(account.Value).Text(feed.ToString()).Query();
        return rows.Next() ? new(rows.OptionalInteger(), rows.OptionalInstant(), rows.OptionalInstant(), rows.Integer() != 0, rows.OptionalInstant()) : FeedState.Never;
    }
}
