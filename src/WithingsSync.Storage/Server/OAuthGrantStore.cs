using WithingsSync.Pipeline.Accounts;

namespace WithingsSync.Storage.Server;

/// <summary>
/// What people let clients read, and the tokens for it: an access token for an hour, a refresh token that changes at each use. A grant ends ninety days after its last
/// use, with the access token the person signed in with, and when a refresh token comes back that was used before.
/// </summary>
public sealed class OAuthGrantStore(ServerDatabase database)
{
    /// <summary>By which a leaked access token is recognised; none of <see cref="AccessTokenStore"/> begins so.</summary>
    public const string AccessPrefix = "wsyncat_";

    /// <summary>A client that did not hear the answer asks again with the old refresh token; so late it is a thief, or the client that was robbed.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(60);

    /// <summary>Whom a client may read that shows this access token; null when it is none in force. Its use is written down at most once a minute.</summary>
    public async Task<OAuthBearer?> FindBearerAsync(string secret, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (!OAuthSecret.Is(secret, AccessPrefix))
        {
            return null;
        }

        var (bearer, lastUsed) = await database.Sessions.RunAsync(session => FindBearer(session.Database, OAuthSecret.Hash(secret), now), cancellationToken);
        if (bearer is not null && !(lastUsed > now.AddMinutes(-1)))
        {
            await database.Sessions.WriteAsync(
                session => session.Database.Prepare("update oauth_grants set last_used_at = $1 where id = $2").Instant(now).Text(bearer.Grant).Run(), cancellationToken);
        }

        return bearer;
    }

    /// <summary>Exchanges a refresh token for new tokens. The same one again within <see cref="Grace"/> gives a pair too; later it ends the grant.</summary>
    public Task<OAuthOutcome> RefreshAsync(string secret, string clientId, DateTimeOffset now, CancellationToken cancellationToken) =>
        !OAuthSecret.Is(secret, OAuthSecret.RefreshPrefix) ? Task.FromResult<OAuthOutcome>(new OAuthOutcome.Refused()) : database.Sessions.WriteAsync<OAuthOutcome>(
            session =>
            {
                if (FindLocked(session.Database, secret) is not { } token || token.ClientId != clientId || token.ExpiresAt <= now || !token.IsInForce)
                {
                    return new OAuthOutcome.Refused();
                }

                if (token.UsedAt is { } used && now - used > Grace)
                {
                    session.Database.Prepare("delete from oauth_grants where id = $1").Text(token.Grant).Run();
                    return new OAuthOutcome.Reused(token.Person, token.Grant);
                }

                session.Database.Prepare("update oauth_tokens set used_at_ms = $1 where hash = $2 and used_at_ms is null")
                    .Integer(now.ToUnixTimeMilliseconds()).Text(OAuthSecret.Hash(secret)).Run();
                session.Database.Prepare("update oauth_grants set last_used_at = $1, expires_at = $2 where id = $3")
                    .Instant(now).Instant(now + OAuthTokenTable.RefreshLifetime).Text(token.Grant).Run();
                return new OAuthOutcome.Given(OAuthTokenTable.Give(session.Database, token.Grant, token.Scope, now));
            },
            cancellationToken);

    /// <summary>Ends a token that its client no longer wants: with a refresh token the whole grant (RFC 7009).</summary>
    /// <param name="clientId">Whose it must be; null takes everybody's, for who holds a token may end it.</param>
    /// <returns>Whether it ended: false when it is another client's; null when no such token is known.</returns>
    public Task<bool?> RevokeAsync(string secret, string? clientId, CancellationToken cancellationToken)
    {
        var isAccess = OAuthSecret.Is(secret, AccessPrefix);
        return !isAccess && !OAuthSecret.Is(secret, OAuthSecret.RefreshPrefix) ? Task.FromResult<bool?>(null) : database.Sessions.WriteAsync<bool?>(
            session =>
            {
                if (FindLocked(session.Database, secret) is not { } token)
                {
                    return null;
                }

                if (clientId is not null && token.ClientId != clientId)
                {
                    return false;
                }

                return isAccess
                    ? session.Database.Prepare("delete from oauth_tokens where hash = $1").Text(OAuthSecret.Hash(secret)).Run() > 0
                    : session.Database.Prepare("delete from oauth_grants where id = $1").Text(token.Grant).Run() > 0;
            },
            cancellationToken);
    }

    /// <summary>The clients a person lets read, oldest first.</summary>
    public Task<IReadOnlyList<OAuthGrant>> ListAsync(AccountId person, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.Sessions.RunAsync<IReadOnlyList<OAuthGrant>>(session => List(session.Database, person, now), cancellationToken);

    /// <returns>Whether the person had such a grant.</returns>
    public Task<bool> EndAsync(AccountId person, string id, CancellationToken cancellationToken) =>
        database.Sessions.WriteAsync(
            session =>
            {
                session.Database.Lock(Session.LockOf(person));
                return session.Database.Prepare("delete from oauth_grants where id = $1 and person_id = $2").Text(id).Text(person.Value).Run() > 0;
            },
            cancellationToken);

    /// <summary>Forgets what is over.</summary>
    public Task PruneAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        database.Sessions.WriteAsync(
            session => session.Database.Prepare("delete from oauth_tokens where expires_at < $1").Instant(now).Run()
                + session.Database.Prepare("""
                    delete from oauth_grants where expires_at < $1 or signed_in_with in (select id from access_tokens where revoked_at is not null)
                    """).Instant(now).Run(),
            cancellationToken);

    private static (OAuthBearer? Bearer, DateTimeOffset? LastUsedAt) FindBearer(Database database, string hash, DateTimeOffset now)
    {
        using var rows = database.Prepare("""
            select oauth_grants.id, oauth_grants.person_id, oauth_clients.name, oauth_grants.scope, oauth_grants.privacy, oauth_grants.last_used_at
            from oauth_tokens
            join oauth_grants on oauth_grants.id = oauth_tokens.grant_id
            join oauth_clients on oauth_clients.id = oauth_grants.client_id
            join access_tokens on access_tokens.id = oauth_grants.signed_in_with and access_tokens.revoked_at is null
            where oauth_tokens.hash = $1 and oauth_tokens.kind = 'access' and oauth_tokens.expires_at > $2
            """).Text(hash).Instant(now).Query();
        return rows.Next() ? (new(rows.Text(), new(rows.Text()), rows.Text(), rows.Text(), rows.Privacy()), rows.OptionalInstant()) : (null, null);
    }

    private static List<OAuthGrant> List(Database database, AccountId person, DateTimeOffset now)
    {
        using var rows = database.Prepare("""
            select oauth_grants.id, oauth_clients.id, oauth_clients.name, oauth_grants.privacy, oauth_grants.created_at, oauth_grants.last_used_at
            from oauth_grants
            join oauth_clients on oauth_clients.id = oauth_grants.client_id
            join access_tokens on access_tokens.id = oauth_grants.signed_in_with and access_tokens.revoked_at is null
            where oauth_grants.person_id = $1 and oauth_grants.expires_at > $2 order by oauth_grants.id
            """).Text(person.Value).Instant(now).Query();
        var grants = new List<OAuthGrant>();
        while (rows.Next())
        {
            grants.Add(new(rows.Text(), rows.Text(), rows.Text(), rows.Privacy(), rows.Instant(), rows.OptionalInstant()));
        }

        return grants;
    }

    /// <summary>The token as it is once its person's lock is held: until then another node may have used or ended it.</summary>
    private static Token? FindLocked(Database database, string secret)
    {
        var hash = OAuthSecret.Hash(secret);
        if (Find(database, hash) is not { } seen)
        {
            return null;
        }

        database.Lock(Session.LockOf(seen.Person));
        return Find(database, hash);
    }

    private static Token? Find(Database database, string hash)
    {
        using var rows = database.Prepare("""
            select oauth_grants.id, oauth_grants.person_id, oauth_grants.client_id, oauth_grants.scope, oauth_tokens.expires_at, oauth_tokens.used_at_ms, access_tokens.revoked_at
            from oauth_tokens
            join oauth_grants on oauth_grants.id = oauth_tokens.grant_id
            join access_tokens on access_tokens.id = oauth_grants.signed_in_with
            where oauth_tokens.hash = $1
            """).Text(hash).Query();
        return rows.Next()
            ? new(
                rows.Text(), new(rows.Text()), rows.Text(), rows.Text(), rows.Instant(),
                rows.OptionalInteger() is { } used ? DateTimeOffset.FromUnixTimeMilliseconds(used) : null, rows.OptionalInstant() is null)
            : null;
    }

    private sealed record Token(string Grant, AccountId Person, string ClientId, string Scope, DateTimeOffset ExpiresAt, DateTimeOffset? UsedAt, bool IsInForce);
}
