using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using WithingsSync.Pipeline.Accounts;

namespace WithingsSync.Storage.Server;

/// <summary>The tokens people, services and administrators show. Only their hash is kept, so whoever reads the database can use none of them.</summary>
public sealed class AccessTokenStore(ServerDatabase database)
{
    /// <summary>By which a leaked token is recognised.</summary>
    public const string Prefix = "wsync_";

    private const string Columns = "id, person_id, kind, name, created_at, last_used_at, revoked_at, privacy";

    /// <summary>Makes a token of 32 random bytes. It is told once, here.</summary>
    /// <param name="person">Whose it is; null for a service's and an administrator's.</param>
    /// <param name="name">What its owner calls it.</param>
    public Task<(AccessToken Token, string Secret)> IssueAsync(AccountId? person, AccessTokenKind kind, string name, DateTimeOffset now, CancellationToken cancellationToken) =>
        IssueAsync(person, kind, name, Privacy.Full, now, cancellationToken);

    /// <inheritdoc cref="IssueAsync(AccountId?, AccessTokenKind, string, DateTimeOffset, CancellationToken)"/>
    /// <param name="privacy">How much a client may see that shows it.</param>
    public async Task<(AccessToken Token, string Secret)> IssueAsync(
        AccountId? person, AccessTokenKind kind, string name, Privacy privacy, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var secret = Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var token = await database.Sessions.WriteAsync(
            session => Many(session.Database.Prepare($"insert into access_tokens (id, person_id, kind, name, hash, created_at, privacy) values ($1, $2, $3, $4, $5, $6, $7) returning {Columns}")
                .Text(Guid.CreateVersion7(now).ToString()).Text(person?.Value).Text(NameOf(kind)).Text(name).Text(Hash(secret)).Instant(now).Text(PrivacyNames.NameOf(privacy)))[0],
            cancellationToken);
        return (token, secret);
    }

    /// <summary>The token that was shown; null when it was never given out, or revoked. Its use is written down at most once a minute.</summary>
    public async Task<AccessToken?> FindAsync(string secret, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (!secret.StartsWith(Prefix, StringComparison.Ordinal) || secret.Length > 100)
        {
            return null;
        }

        // The index compares hashes, of which a stranger can choose none: how long that takes tells nothing.
        var hash = Hash(secret);
        var token = await database.Sessions.RunAsync(
            session => Many(session.Database.Prepare($"select {Columns} from access_tokens where hash = $1 and revoked_at is null").Text(hash)) is [var found] ? found : null,
            cancellationToken);
        if (token is not null && !(token.LastUsedAt > now.AddMinutes(-1)))
        {
            await database.Sessions.WriteAsync(
                session => session.Database.Prepare("update access_tokens set last_used_at = $1 where id = $2").Instant(now).Text(token.Id).Run(), cancellationToken);
        }

        return token;
    }

    /// <summary>Every token, revoked ones too, oldest first.</summary>
    /// <param name="person">One person's only; everybody's, the services' and administrators' too, when null.</param>
    public Task<IReadOnlyList<AccessToken>> ListAsync(AccountId? person, CancellationToken cancellationToken) =>
        database.Sessions.RunAsync<IReadOnlyList<AccessToken>>(
            session => person is null
                ? Many(session.Database.Prepare($"select {Columns} from access_tokens order by id"))
                : Many(session.Database.Prepare($"select {Columns} from access_tokens where person_id = $1 order by id").Text(person.Value)),
            cancellationToken);

    /// <returns>Whether there was such a token in force.</returns>
    public Task<bool> RevokeAsync(string id, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.Sessions.WriteAsync(
            session => session.Database.Prepare("update access_tokens set revoked_at = $1 where id = $2 and revoked_at is null").Instant(now).Text(id).Run() > 0, cancellationToken);

    /// <summary>Forgets the tokens that were revoked before a moment, and the grants made with them, which ended then.</summary>
    public Task PruneAsync(DateTimeOffset revokedBefore, CancellationToken cancellationToken) =>
        database.Sessions.WriteAsync(session => session.Database.Prepare("delete from access_tokens where revoked_at < $1").Instant(revokedBefore).Run(), cancellationToken);

    private static string Hash(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    private static string NameOf(AccessTokenKind kind) => kind switch
    {
        AccessTokenKind.Person => "person",
        AccessTokenKind.Service => "service",
        _ => "admin",
    };

    private static AccessTokenKind KindOf(string name) => name switch
    {
        "person" => AccessTokenKind.Person,
        "service" => AccessTokenKind.Service,
        "admin" => AccessTokenKind.Admin,
        _ => throw new FormatException($"There is no kind of token called {name}."),
    };

    private static List<AccessToken> Many(Statement statement)
    {
        using var rows = statement.Query();
        var tokens = new List<AccessToken>();
        while (rows.Next())
        {
            tokens.Add(new(
                rows.Text(), rows.OptionalText() is { } person ? new(person) : null, KindOf(rows.Text()), rows.Text(), rows.Instant(), rows.OptionalInstant(), rows.OptionalInstant(),
                rows.Privacy()));
        }

        return tokens;
    }
}
