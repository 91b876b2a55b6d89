using System.Globalization;
using WithingsSync.Pipeline.Accounts;

namespace WithingsSync.Storage.Server;

/// <summary>The watch over subscriptions and polls, one row a person.</summary>
public sealed class WatchStore(ServerDatabase database)
{
    private const string Select = "select account_id, subscriptions_seen_at, subscriptions_ok, missing, callback_hash, polled_at, whole_polled_at, whole_polls from watches";

    /// <summary>The person's row; an empty one when there is none.</summary>
    public async Task<Watch> FindAsync(AccountId account, CancellationToken cancellationToken) => await database.Sessions.RunAsync(
        session => Many(session.Database.Prepare($"{Select} where account_id = $1").Text(account.Value)), cancellationToken) is [var one] ? one : new(account);

    public async Task<IReadOnlyDictionary<AccountId, Watch>> ListAsync(CancellationToken cancellationToken) =>
        (await database.Sessions.RunAsync(session => Many(session.Database.Prepare(Select)), cancellationToken)).ToDictionary(watch => watch.Account);

    /// <summary>Nothing is known of the person's subscriptions any more: they are due.</summary>
    public Task ForgetSubscriptionsAsync(AccountId account, CancellationToken cancellationToken) => SaveSubscriptionsAsync(account, seenAt: null, isComplete: false, [], callbackHash: null, cancellationToken);

    public Task SaveSubscriptionsAsync(AccountId account, DateTimeOffset? seenAt, bool isComplete, IReadOnlyList<int> missing, string? callbackHash, CancellationToken cancellationToken) =>
        database.Sessions.WriteAsync(
            session => session.Database.Prepare("""
                insert into watches (account_id, subscriptions_seen_at, subscriptions_ok, missing, callback_hash, whole_polls) values ($1, $2, $3, $4, $5, 0)
                on conflict (account_id) do update set subscriptions_seen_at = excluded.subscriptions_seen_at, subscriptions_ok = excluded.subscriptions_ok, missing = excluded.missing,
                    callback_hash = excluded.callback_hash
                """).Text(account.Value).Instant(seenAt).Flag(isComplete).Text(Text(missing)).Text(callbackHash).Run(),
            cancellationToken);

    public Task SavePollAsync(AccountId account, DateTimeOffset polledAt, CancellationToken cancellationToken) => database.Sessions.WriteAsync(
        session => session.Database.Prepare("""
            insert into watches (account_id, subscriptions_ok, polled_at, whole_polls) values ($1, 0, $2, 0)
            on conflict (account_id) do update set polled_at = excluded.polled_at
            """).Text(account.Value).Instant(polledAt).Run(),
        cancellationToken);

    /// <summary>The last weeks were read again.</summary>
    public Task SaveWholePollAsync(AccountId account, DateTimeOffset polledAt, CancellationToken cancellationToken) => database.Sessions.WriteAsync(
        session => session.Database.Prepare("""
            insert into watches (account_id, subscriptions_ok, whole_polled_at, whole_polls) values ($1, 0, $2, 1)
            on conflict (account_id) do update set whole_polled_at = excluded.whole_polled_at, whole_polls = watches.whole_polls + 1
            """).Text(account.Value).Instant(polledAt).Run(),
        cancellationToken);

    private static string Text(IReadOnlyList<int> applis) => string.Join(',', applis.Select(appli => appli.ToString(CultureInfo.InvariantCulture)));

    private static List<Watch> Many(Statement statement)
    {
        using var rows = statement.Query();
        var all = new List<Watch>();
        while (rows.Next())
        {
            all.Add(new(
                new(rows.Text()), rows.OptionalInstant(), rows.Flag(),
                [.. (rows.OptionalText() ?? string.Empty).Split(',', StringSplitOptions.RemoveEmptyEntries).Select(number => int.Parse(number, CultureInfo.InvariantCulture))],
                rows.OptionalText(), rows.OptionalInstant(), rows.OptionalInstant(), rows.Integer()));
        }

        return all;
    }
}
