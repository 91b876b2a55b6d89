namespace WithingsSync.Storage.Server;

/// <summary>Access and refresh tokens of a grant. The caller is inside a write and holds the person's lock.</summary>
internal static class OAuthTokenTable
{
    public const string Access = "access";
    public const string Refresh = "refresh";

    /// <summary>How long an access token is good.</summary>
    public static readonly TimeSpan AccessLifetime = TimeSpan.FromHours(1);

    /// <summary>How long a grant lasts after its last use.</summary>
    public static readonly TimeSpan RefreshLifetime = TimeSpan.FromDays(90);

    /// <summary>So many unused tokens of a kind a grant has: a client that repeats itself without end fills no database.</summary>
    private const int MostUnused = 10;

    /// <summary>So many used ones are remembered, to tell a theft.</summary>
    private const int MostUsed = 500;

    public static OAuthPair Give(Database database, string grant, string scope, DateTimeOffset now)
    {
        var (access, refresh) = (OAuthSecret.New(OAuthGrantStore.AccessPrefix), OAuthSecret.New(OAuthSecret.RefreshPrefix));
        Trim(database, grant, Access, "used_at_ms is null", MostUnused - 1);
        Trim(database, grant, Refresh, "used_at_ms is null", MostUnused - 1);
        Trim(database, grant, Refresh, "used_at_ms is not null", MostUsed);
        Add(database, access, grant, Access, now, AccessLifetime);
        Add(database, refresh, grant, Refresh, now, RefreshLifetime);
        return new(access, refresh, AccessLifetime, scope);
    }

    private static void Add(Database database, string secret, string grant, string kind, DateTimeOffset now, TimeSpan lifetime) =>
        database.Prepare("insert into oauth_tokens (hash, grant_id, kind, issued_at_ms, expires_at) values ($1, $2, $3, $4, $5)")
            .Text(OAuthSecret.Hash(secret)).Text(grant).Text(kind).Integer(now.ToUnixTimeMilliseconds()).Instant(now + lifetime).Run();

    /// <summary>Keeps the newest.</summary>
    /// <param name="which">A condition of this file's own.</param>
    private static void Trim(Database database, string grant, string kind, string which, int most) =>
        database.Prepare($"""
            delete from oauth_tokens where hash in
            (select hash from oauth_tokens where grant_id = $1 and kind = $2 and {which} order by issued_at_ms desc, hash limit 1000000 offset $3)
            """).Text(grant).Text(kind).Integer(most).Run();
}
