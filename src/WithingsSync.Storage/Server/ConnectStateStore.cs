using System.Security.Cryptography;
using System.Text;
using WithingsSync.Pipeline.Accounts;

namespace WithingsSync.Storage.Server;

/// <summary>Authorisations that were begun: who began each, and that each ends once. Only hashes of the states are kept.</summary>
public sealed class ConnectStateStore(ServerDatabase database)
{
    /// <summary>How long a person may take to consent.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(600);

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    /// <summary>Stores a state, unless the person began too often within a minute, on whichever node.</summary>
    /// <param name="browser">What the cookie of the browser says that began it; null when an application began it.</param>
    /// <param name="mostPerMinute">So many are allowed.</param>
    public Task<ConnectStart> StartAsync(AccountId person, string state, string? browser, int mostPerMinute, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.Sessions.WriteAsync(
            session =>
            {
                session.Database.Lock($"connect {person}");
                var begun = Begun(session.Database, person, now - Window);
                if (begun.Count >= mostPerMinute)
                {
                    return new ConnectStart(begun[^mostPerMinute] + Window - now);
                }

                session.Database.Prepare("delete from connect_states where expires_at < $1").Instant(now).Run();
                session.Database.Prepare("insert into connect_states (hash, person_id, browser_hash, started_at, expires_at) values ($1, $2, $3, $4, $5)")
                    .Text(Hash(state)).Text(person.Value).Text(browser is null ? null : Hash(browser)).Instant(now).Instant(now + Lifetime).Run();
                return new ConnectStart(RetryAfter: null);
            },
            cancellationToken);

    /// <summary>Uses a state up.</summary>
    /// <returns>Who began it, and whether this browser did when one must have; null when it is unknown, used or too old.</returns>
    public Task<(AccountId Person, bool IsSameBrowser)?> TakeAsync(string state, string? browser, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.Sessions.WriteAsync<(AccountId, bool)?>(
            session =>
            {
                using var rows = session.Database.Prepare("update connect_states set used_at = $1 where hash = $2 and used_at is null and expires_at > $3 returning person_id, browser_hash")
                    .Instant(now).Text(Hash(state)).Instant(now).Query();
                return rows.Next()
                    ? (new AccountId(rows.Text()), rows.OptionalText() is not { } bound || (browser is not null && bound == Hash(browser)))
                    : null;
            },
            cancellationToken);

    private static List<DateTimeOffset> Begun(Database database, AccountId person, DateTimeOffset since)
    {
        using var rows = database.Prepare("select started_at from connect_states where person_id = $1 and started_at > $2 order by started_at").Text(person.Value).Instant(since).Query();
        var begun = new List<DateTimeOffset>();
        while (rows.Next())
        {
            begun.Add(rows.Instant());
        }

        return begun;
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
