namespace WithingsSync.Storage.Server;

/// <summary>Applications that registered themselves. Anybody may, so those that nobody ever consented to are few and soon forgotten.</summary>
public sealed class OAuthClientStore(ServerDatabase database)
{
    /// <summary>So many wait at once for their first consent; one more takes the place of the oldest, unless that is younger than <see cref="Spared"/>.</summary>
    public const int MostUnused = 500;

    /// <summary>So long nobody's registration pushes a client out: its person may be on the page just now.</summary>
    public static readonly TimeSpan Spared = TimeSpan.FromMinutes(10);

    /// <summary>How long a client waits for its first consent.</summary>
    private static readonly TimeSpan UnusedLifetime = TimeSpan.FromDays(1);

    /// <summary>How long a client is remembered that nobody lets read any more.</summary>
    private static readonly TimeSpan IdleLifetime = TimeSpan.FromDays(365);

    /// <returns>Null when too many wait, all of them new.</returns>
    public Task<OAuthClient?> AddAsync(string name, IReadOnlyList<string> redirectUris, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.Sessions.WriteAsync<OAuthClient?>(
            session =>
            {
                session.Database.Lock("oauth clients");
                session.Database.Prepare("""
                    delete from oauth_clients where used_at is null and registered_at < $1
                    and id in (select id from oauth_clients where used_at is null order by registered_at desc, id desc limit 1000000 offset $2)
                    """).Instant(now - Spared).Integer(MostUnused - 1).Run();
                if (CountUnused(session.Database) >= MostUnused)
                {
                    return null;
                }

                var client = new OAuthClient(Guid.CreateVersion7(now).ToString(), name, redirectUris, now);
                session.Database.Prepare("insert into oauth_clients (id, name, redirect_uris, registered_at) values ($1, $2, $3, $4)")
                    .Text(client.Id).Text(name).Text(string.Join('\n', redirectUris)).Instant(now).Run();
                return client;
            },
            cancellationToken);

    public Task<OAuthClient?> FindAsync(string id, CancellationToken cancellationToken) =>
        database.Sessions.RunAsync(
            session =>
            {
                using var rows = session.Database.Prepare("select id, name, redirect_uris, registered_at from oauth_clients where id = $1").Text(id).Query();
                return rows.Next() ? new OAuthClient(rows.Text(), rows.Text(), rows.Text().Split('\n'), rows.Instant()) : null;
            },
            cancellationToken);

    /// <summary>Forgets clients that nobody consented to within a day, and those that nobody lets read any more for a year.</summary>
    public Task PruneAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        database.Sessions.WriteAsync(
            session => session.Database.Prepare("delete from oauth_clients where used_at is null and registered_at < $1").Instant(now - UnusedLifetime).Run()
                + session.Database.Prepare("delete from oauth_clients where used_at < $1 and id not in (select client_id from oauth_grants)").Instant(now - IdleLifetime).Run(),
            cancellationToken);

    private static int CountUnused(Database database)
    {
        using var rows = database.Prepare("select count(*) from oauth_clients where used_at is null").Query();
        return rows.Next() ? rows.Int() : 0;
    }
}
