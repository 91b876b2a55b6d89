using WithingsSync.Pipeline.Accounts;

namespace WithingsSync.Storage.Server;

/// <summary>The backfills, under way and done.</summary>
public sealed class BackfillStore(ServerDatabase database)
{
    private const string Select = "select account_id, stage, feeds_done, requests, started_at, finished_at, failure, stopped_at from backfills";

    /// <summary>Begins one, or begins it anew.</summary>
    public Task BeginAsync(AccountId account, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.Sessions.WriteAsync(session => Begin(session, account, now), cancellationToken);

    internal static int Begin(Session session, AccountId account, DateTimeOffset now) =>
        session.Database.Prepare("""
            insert into backfills (account_id, stage, feeds_done, requests, started_at) values ($1, 'recent', '', 0, $2)
            on conflict (account_id) do update set stage = excluded.stage, feeds_done = '', requests = 0, finished_at = null, failure = null, stopped_at = null,
                started_at = case when excluded.started_at > backfills.started_at then excluded.started_at else backfills.started_at + 1 end
            """).Text(account.Value).Instant(now).Run();

    /// <summary>Notes how far it has come. One that was begun anew meanwhile stays as it is: its beginning tells it apart.</summary>
    public Task SaveAsync(Backfill backfill, CancellationToken cancellationToken) => database.Sessions.WriteAsync(
        session => session.Database.Prepare("""
            update backfills set stage = $1, feeds_done = $2, requests = $3, finished_at = $4, failure = $5, stopped_at = $6
            where account_id = $7 and started_at = $8
            """).Text(backfill.Stage).Text(string.Join(',', backfill.FeedsDone)).Integer(backfill.Requests).Instant(backfill.FinishedAt).Text(backfill.Failure)
            .Instant(backfill.StoppedAt).Text(backfill.Account.Value).Instant(backfill.StartedAt).Run(),
        cancellationToken);

    /// <summary>One that was given up goes on where it stopped.</summary>
    public Task ResumeAsync(AccountId account, CancellationToken cancellationToken) => database.Sessions.WriteAsync(
        session => session.Database.Prepare("update backfills set failure = null, stopped_at = null where account_id = $1").Text(account.Value).Run(), cancellationToken);

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

    /// <summary>Those under way: neither done nor standing still.</summary>
    public Task<IReadOnlyList<Backfill>> ListOpenAsync(CancellationToken cancellationToken) => ListOpenAsync(DateTimeOffset.UnixEpoch, cancellationToken);

    /// <summary>Those that are not done, the recent ones first, then whoever waits longest.</summary>
    /// <param name="stoppedBefore">One that stands still is taken up when it has stood since before this.</param>
    public Task<IReadOnlyList<Backfill>> ListOpenAsync(DateTimeOffset stoppedBefore, CancellationToken cancellationToken) => database.Sessions.RunAsync<IReadOnlyList<Backfill>>(
        session => Many(session.Database.Prepare($"{Select} where stage <> 'done' and (failure is null or stopped_at < $1) order by case stage when 'recent' then 0 else 1 end, started_at").Instant(stoppedBefore)), cancellationToken);

    private static List<Backfill> Many(Statement statement)
    {
        using var rows = statement.Query();
        var all = new List<Backfill>();
        while (rows.Next())
        {
            all.Add(new(
                new(rows.Text()), rows.Text(), rows.Text().Split(',', StringSplitOptions.RemoveEmptyEntries), rows.Integer(), rows.Instant(), rows.OptionalInstant(), rows.OptionalText(),
                rows.OptionalInstant()));
        }

        return all;
    }
}
