using WithingsSync.Pipeline.Accounts;

namespace WithingsSync.Storage.Server;

/// <summary>The backfills, under way and done.</summary>
public sealed class BackfillStore(ServerDatabase database)
{
    private const string Select = "select account_id, stage, feeds_done, requests, started_at, finished_at, failure from backfills";

    /// <summary>Begins one, or begins it anew.</summary>
    public Task BeginAsync(AccountId account, DateTimeOffset now, CancellationToken cancellationToken) =>
        SaveAsync(new(account, Backfill.Recent, [], 0, now), cancellationToken);

    public Task SaveAsync(Backfill backfill, CancellationToken cancellationToken) => database.Sessions.WriteAsync(
        session => session.Database.Prepare("""
            insert into backfills (account_id, stage, feeds_done, requests, started_at, finished_at, failure) values ($1, $2, $3, $4, $5, $6, $7)
            on conflict (account_id) do update set stage = excluded.stage, feeds_done = excluded.feeds_done, requests = excluded.requests,
                started_at = excluded.started_at, finished_at = excluded.finished_at, failure = excluded.failure
            """).Text(backfill.Account.Value).Text(backfill.Stage).Text(string.Join(',', backfill.FeedsDone)).Integer(backfill.Requests)
            .Instant(backfill.StartedAt).Instant(backfill.FinishedAt).Text(backfill.Failure).Run(),
        cancellationToken);

    /// <summary>One that was given up goes on where it stopped.</summary>
    public Task ResumeAsync(AccountId account, CancellationToken cancellationToken) => database.Sessions.WriteAsync(
        session => session.Database.Prepare("update backfills set failure = null where account_id = $1").Text(account.Value).Run(), cancellationToken);

    /// <summary>People who are connected and for whom none was ever begun.</summary>
    public Task<IReadOnlyList<AccountId>> ListWithoutAsync(CancellationToken cancellationToken) => database.Sessions.RunAsync<IReadOnlyList<AccountId>>(
        session =>
        {
            var all = new List<AccountId>();
            using var rows = session.Database.Prepare("select user_id from integrations where is_active = true and user_id not in (select account_id from backfills)").Query();
            while (rows.Next())
            {
                all.Add(new(rows.Text()));
            }

            return all;
        },
        cancellationToken);

    public async Task<Backfill?> FindAsync(AccountId account, CancellationToken cancellationToken) => await database.Sessions.RunAsync(
        session => Many(session.Database.Prepare($"{Select} where account_id = $1").Text(account.Value)), cancellationToken) is [var one] ? one : null;

    /// <summary>Those that are neither done nor given up, the recent ones first, then whoever waits longest.</summary>
    public Task<IReadOnlyList<Backfill>> ListOpenAsync(CancellationToken cancellationToken) => database.Sessions.RunAsync<IReadOnlyList<Backfill>>(
        session => Many(session.Database.Prepare($"{Select} where stage <> 'done' and failure is null order by case stage when 'recent' then 0 else 1 end, started_at")), cancellationToken);

    private static List<Backfill> Many(Statement statement)
    {
        using var rows = statement.Query();
        var all = new List<Backfill>();
        while (rows.Next())
        {
            all.Add(new(
                new(rows.Text()), rows.Text(), rows.Text().Split(',', StringSplitOptions.RemoveEmptyEntries), rows.Integer(), rows.Instant(), rows.OptionalInstant(), rows.OptionalText()));
        }

        return all;
    }
}
