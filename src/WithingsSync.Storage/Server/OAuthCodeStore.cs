using WithingsSync.Pipeline.Accounts;

namespace WithingsSync.Storage.Server;

/// <summary>Codes: a consent on its way through the browser, good once and for a minute.</summary>
public sealed class OAuthCodeStore(ServerDatabase database)
{
    /// <summary>From the consent to the exchange.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(60);

    /// <summary>For so long a used code is remembered, to notice when it is shown again.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(1);

    /// <returns>The code, told this once; null when the person, their token or the client is gone.</returns>
    public Task<string?> IssueAsync(OAuthConsent consent, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.Sessions.WriteAsync(
            session =>
            {
                session.Database.Lock(Session.LockOf(consent.Person));
                if (!IsInForce(session.Database, consent.SignedInWith, consent.Person)
                    || session.Database.Prepare("update oauth_clients set used_at = $1 where id = $2").Instant(now).Text(consent.ClientId).Run() == 0)
                {
                    return null;
                }

                var code = OAuthSecret.New(OAuthSecret.CodePrefix);
                session.Database.Prepare("""
                    insert into oauth_codes (hash, client_id, person_id, signed_in_with, redirect_uri, challenge, resource, scope, privacy, expires_at)
                    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
                    """).Text(OAuthSecret.Hash(code)).Text(consent.ClientId).Text(consent.Person.Value).Text(consent.SignedInWith).Text(consent.RedirectUri).Text(consent.Challenge)
                    .Text(consent.Resource).Text(consent.Scope).Text(PrivacyNames.NameOf(consent.Privacy)).Instant(now + Lifetime).Run();
                return code;
            },
            cancellationToken);

    /// <summary>Uses a code up, whatever the answer is: in wrong hands it serves nobody. Shown a second time, it ends what it gave the first time.</summary>
    /// <param name="redirectUri">Where the code went; OAuth 2.1 lets clients leave it out, for the verifier proves more.</param>
    /// <param name="resource">What the tokens shall be for; null leaves it at the consent's.</param>
    public Task<OAuthOutcome> RedeemAsync(
        string code, string clientId, string? redirectUri, string verifier, string? resource, DateTimeOffset now, CancellationToken cancellationToken) =>
        !OAuthSecret.Is(code, OAuthSecret.CodePrefix) ? Task.FromResult<OAuthOutcome>(new OAuthOutcome.Refused()) : database.Sessions.WriteAsync<OAuthOutcome>(
            session =>
            {
                var hash = OAuthSecret.Hash(code);
                if (FindOwner(session.Database, hash) is not { } owner)
                {
                    return new OAuthOutcome.Refused();
                }

                session.Database.Lock(Session.LockOf(owner));
                if (Find(session.Database, hash) is not { } row)
                {
                    return new OAuthOutcome.Refused();
                }

                if (row.IsUsed)
                {
                    return row.Grant is { } given && session.Database.Prepare("delete from oauth_grants where id = $1").Text(given).Run() > 0
                        ? new OAuthOutcome.Reused(owner, given)
                        : new OAuthOutcome.Refused();
                }

                var consent = row.Consent;
                var isGood = row.ExpiresAt > now && consent.ClientId == clientId && (redirectUri is null || redirectUri == consent.RedirectUri)
                    && (resource is null || resource == consent.Resource) && OAuthSecret.Verifies(verifier, consent.Challenge) && IsInForce(session.Database, consent.SignedInWith, owner);
                var grant = isGood ? Guid.CreateVersion7(now).ToString() : null;
                session.Database.Prepare("update oauth_codes set used_at = $1, grant_id = $2 where hash = $3").Instant(now).Text(grant).Text(hash).Run();
                return grant is null ? new OAuthOutcome.Refused() : new OAuthOutcome.Given(Open(session.Database, grant, consent, now));
            },
            cancellationToken);

    /// <summary>Forgets codes whose time is long over.</summary>
    public Task PruneAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        database.Sessions.WriteAsync(session => session.Database.Prepare("delete from oauth_codes where expires_at < $1").Instant(now - Remembered).Run(), cancellationToken);

    private static OAuthPair Open(Database database, string grant, OAuthConsent consent, DateTimeOffset now)
    {
        database.Prepare("""
            insert into oauth_grants (id, client_id, person_id, signed_in_with, scope, privacy, created_at, expires_at) values ($1, $2, $3, $4, $5, $6, $7, $8)
            """).Text(grant).Text(consent.ClientId).Text(consent.Person.Value).Text(consent.SignedInWith).Text(consent.Scope).Text(PrivacyNames.NameOf(consent.Privacy))
            .Instant(now).Instant(now + OAuthTokenTable.RefreshLifetime).Run();
        return OAuthTokenTable.Give(database, grant, consent.Scope, now);
    }

    private static bool IsInForce(Database database, string token, AccountId person)
    {
        using var rows = database.Prepare("select 1 from access_tokens where id = $1 and person_id = $2 and revoked_at is null").Text(token).Text(person.Value).Query();
        return rows.Next();
    }

    private static AccountId? FindOwner(Database database, string hash)
    {
        using var rows = database.Prepare("select person_id from oauth_codes where hash = $1").Text(hash).Query();
        return rows.Next() ? new AccountId(rows.Text()) : null;
    }

    private static Row? Find(Database database, string hash)
    {
        using var rows = database.Prepare("""
            select client_id, person_id, signed_in_with, redirect_uri, challenge, resource, scope, privacy, expires_at, used_at, grant_id from oauth_codes where hash = $1
            """).Text(hash).Query();
        return rows.Next()
            ? new(
                new(rows.Text(), new(rows.Text()), rows.Text(), rows.Text(), rows.Text(), rows.Text(), rows.Text(), rows.Privacy()),
                rows.Instant(), rows.OptionalInstant() is not null, rows.OptionalText())
            : null;
    }

    private sealed record Row(OAuthConsent Consent, DateTimeOffset ExpiresAt, bool IsUsed, string? Grant);
}
