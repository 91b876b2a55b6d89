using System.Security.Cryptography;
using System.Text;

namespace WithingsSync.Storage.Tokens;

/// <summary>Until when an access token lives, found by the token's SHA-256; the token itself is not kept.</summary>
internal sealed class TokenLifetimeTable(Database database)
{
    /// <summary>Old tokens are of no use; a few remain for several people in one archive.</summary>
    public const int Kept = 8;

    private const string Upsert = """
        insert into token_lifetimes (token_hash, ordinal, expires_at)
        select $1, coalesce(max(ordinal), 0) + 1, $2 from token_lifetimes where true
        on conflict (token_hash) do update set ordinal = excluded.ordinal, expires_at = excluded.expires_at
        """;

    private const string DeleteOld = "delete from token_lifetimes where ordinal <= (select max(ordinal) from token_lifetimes) - $1";

    private const string Select = "select expires_at from token_lifetimes where token_hash = $1";

    public int Save(string accessToken, DateTimeOffset expiresAt)
    {
        database.Prepare(Upsert).Text(Hash(accessToken)).Instant(expiresAt).Run();
        return database.Prepare(DeleteOld).Integer(Kept).Run();
    }

    public DateTimeOffset? Find(string accessToken)
    {
        using var rows = database.Prepare(Select).Text(Hash(accessToken)).Query();
        return rows.Next() ? rows.Instant() : null;
    }

    private static string Hash(string accessToken) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(accessToken)));
}
