namespace WithingsSync.Storage.Server;

/// <summary>The consents that nobody here has any more and that are still to be withdrawn at Withings; a new consent of the same account takes its row away.</summary>
public sealed class RevocationStore(ServerDatabase database)
{
    /// <summary>Those that wait, the oldest first.</summary>
    public Task<IReadOnlyList<Revocation>> ListAsync(CancellationToken cancellationToken) => database.Sessions.RunAsync<IReadOnlyList<Revocation>>(
        session =>
        {
            var all = new List<Revocation>();
            using var rows = session.Database.Prepare("select withings_user_id, asked_at from revocations order by asked_at").Query();
            while (rows.Next())
            {
                all.Add(new(rows.Text(), rows.Instant()));
            }

            return all;
        },
        cancellationToken);

    /// <summary>The consent is to be withdrawn, unless somebody here is connected with that account.</summary>
    public Task AskAsync(string withingsUserId, DateTimeOffset now, CancellationToken cancellationToken) => database.Sessions.WriteAsync(
        session =>
        {
            session.Database.Lock($"withings user {withingsUserId}");
            return Ask(session.Database, withingsUserId, now);
        },
        cancellationToken);

    /// <summary>It is withdrawn, or given up; what was asked for later stays.</summary>
    public Task RemoveAsync(Revocation done, CancellationToken cancellationToken) => database.Sessions.WriteAsync(
        session => session.Database.Prepare("delete from revocations where withings_user_id = $1 and asked_at <= $2").Text(done.WithingsUserId).Instant(done.AskedAt).Run(), cancellationToken);

    /// <inheritdoc cref="AskAsync"/>
    internal static int Ask(Database database, string withingsUserId, DateTimeOffset now) =>
        IntegrationTable.FindByWithingsUser(database, withingsUserId) is not null ? 0
        : database.Prepare("insert into revocations (withings_user_id, asked_at) values ($1, $2) on conflict (withings_user_id) do nothing").Text(withingsUserId).Instant(now).Run();
}
