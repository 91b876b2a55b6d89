using WithingsSync.Pipeline.Accounts;

namespace WithingsSync.Storage.Server;

/// <summary>Which destinations people linked, and when something is to be delivered there. A mark is a row before it is needed, so that no crash forgets one.</summary>
public sealed class DestinationLinkStore(ServerDatabase database)
{
    private const string Select = "select account_id, destination, linked_at, since_at, due_at, look_at, changes, sign_in_needed, problem from destination_links";

    /// <summary>Links, or links anew: whatever held it up is over.</summary>
    /// <param name="since">From when on readings go there; null keeps what was said before, or is now.</param>
    public Task SaveAsync(AccountId account, string destination, DateTimeOffset? since, DateTimeOffset now, CancellationToken cancellationToken) => database.Sessions.WriteAsync(
        session => session.Database.Prepare("""
            insert into destination_links (account_id, destination, linked_at, since_at, due_at, look_at, changes, sign_in_needed, problem) values ($1, $2, $3, $4, $5, null, 1, 0, null)
            on conflict (account_id, destination) do update set since_at = case when $6 = 1 then excluded.since_at else destination_links.since_at end, due_at = excluded.due_at,
                changes = destination_links.changes + 1, sign_in_needed = 0, problem = null
            """).Text(account.Value).Text(destination).Instant(now).Instant(since ?? now).Instant(now).Flag(since is not null).Run(),
        cancellationToken);

    public async Task<DestinationLink?> FindAsync(AccountId account, string destination, CancellationToken cancellationToken) => await database.Sessions.RunAsync(
        session => Many(session.Database.Prepare($"{Select} where account_id = $1 and destination = $2").Text(account.Value).Text(destination)), cancellationToken) is [var one] ? one : null;

    public Task RemoveAsync(AccountId account, string destination, CancellationToken cancellationToken) => database.Sessions.WriteAsync(
        session => session.Database.Prepare("delete from destination_links where account_id = $1 and destination = $2").Text(account.Value).Text(destination).Run(), cancellationToken);

    /// <summary>Those that are due and can be used, whoever waits longest first.</summary>
    public Task<IReadOnlyList<DestinationLink>> ListDueAsync(DateTimeOffset now, int most, CancellationToken cancellationToken) => database.Sessions.RunAsync<IReadOnlyList<DestinationLink>>(
        session => Many(session.Database.Prepare($"{Select} where (due_at <= $1 or look_at <= $2) and sign_in_needed = 0 order by due_at, account_id, destination limit $3")
            .Instant(now).Instant(now).Integer(most)),
        cancellationToken);

    /// <summary>Before readings are pulled: somebody looks then, also when whoever pulls dies between storing them and <see cref="MarkDueAsync"/>.</summary>
    public Task MarkLookAsync(AccountId account, DateTimeOffset at, CancellationToken cancellationToken) => database.Sessions.WriteAsync(
        session => session.Database.Prepare("update destination_links set look_at = $1 where account_id = $2").Instant(at).Text(account.Value).Run(), cancellationToken);

    /// <summary>Readings came, or changed: they are due now, at every destination of the person.</summary>
    /// <returns>Whether there is one.</returns>
    public Task<bool> MarkDueAsync(AccountId account, DateTimeOffset now, CancellationToken cancellationToken) => database.Sessions.WriteAsync(
        session => session.Database.Prepare("""
            update destination_links set due_at = case when due_at < $1 then due_at else $2 end, changes = changes + 1 where account_id = $3
            """).Instant(now).Instant(now).Text(account.Value).Run() > 0,
        cancellationToken);

    /// <summary>Notes how a delivery ended. What came during it is due at once.</summary>
    /// <param name="seen">The link as it was when the delivery began.</param>
    /// <param name="beganAt">A look that was due by then is done.</param>
    /// <param name="next">When to deliver again.</param>
    public Task NoteAsync(DestinationLink seen, DateTimeOffset beganAt, DateTimeOffset next, bool needsSignIn, string? problem, CancellationToken cancellationToken) =>
        database.Sessions.WriteAsync(
            session => session.Database.Prepare("""
                update destination_links set due_at = case when changes = $1 then $2 else due_at end, look_at = case when look_at <= $3 then null else look_at end,
                    sign_in_needed = $4, problem = $5
                where account_id = $6 and destination = $7
                """).Integer(seen.Changes).Instant(next).Instant(beganAt).Flag(needsSignIn).Text(problem).Text(seen.Account.Value).Text(seen.Destination).Run(),
            cancellationToken);

    /// <summary>Counts a password or a code that a person gives, unless there were too many, on whichever node.</summary>
    /// <param name="most">So many are allowed within each span.</param>
    /// <returns>How long to wait; null when it is counted and may go on.</returns>
    public Task<TimeSpan?> CountAttemptAsync(AccountId account, DateTimeOffset now, IReadOnlyList<(int Most, TimeSpan Span)> most, CancellationToken cancellationToken) =>
        database.Sessions.WriteAsync<TimeSpan?>(
            session =>
            {
                session.Database.Lock($"link {account}");
                session.Database.Prepare("delete from link_attempts where account_id = $1 and began_at <= $2").Text(account.Value).Instant(now - most.Max(limit => limit.Span)).Run();
                var began = Began(session.Database, account);
                foreach (var (number, span) in most)
                {
                    var within = began.Where(moment => moment > now - span).ToList();
                    if (within.Count >= number)
                    {
                        return within[^number] + span - now;
                    }
                }

                session.Database.Prepare("insert into link_attempts (id, account_id, began_at) values ($1, $2, $3)").Text(Guid.CreateVersion7(now).ToString()).Text(account.Value).Instant(now).Run();
                return null;
            },
            cancellationToken);

    private static List<DateTimeOffset> Began(Database database, AccountId account)
    {
        using var rows = database.Prepare("select began_at from link_attempts where account_id = $1 order by began_at").Text(account.Value).Query();
        var began = new List<DateTimeOffset>();
        while (rows.Next())
        {
            began.Add(rows.Instant());
        }

        return began;
    }

    private static List<DestinationLink> Many(Statement statement)
    {
        using var rows = statement.Query();
        var all = new List<DestinationLink>();
        while (rows.Next())
        {
            all.Add(new(new(rows.Text()), rows.Text(), rows.Instant(), rows.Instant(), rows.Instant(), rows.OptionalInstant(), rows.Integer(), rows.Flag(), rows.OptionalText()));
        }

        return all;
    }
}
