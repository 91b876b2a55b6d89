using System.Security.Cryptography;
using System.Text.Json.Nodes;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Storage.Secrets;

namespace WithingsSync.Storage.Server;

/// <summary>People's sign-ins at destinations: what they sign in with, the session, and what one delivery tells the next. Each is one JSON object, sealed.</summary>
public sealed class DestinationSecretStore(ServerDatabase database, ISecretSeal seal)
{
    /// <summary>Null also when it was sealed with a key that is not in this database: such a sign-in is lost, and the person signs in again.</summary>
    public async Task<JsonObject?> FindAsync(AccountId account, string destination, string what, CancellationToken cancellationToken)
    {
        var sealedValue = await database.Sessions.RunAsync(
            session =>
            {
                using var rows = session.Database.Prepare("select protected_value from destination_secrets where account_id = $1 and destination = $2 and what = $3")
                    .Text(account.Value).Text(destination).Text(what).Query();
                return rows.Next() ? rows.Text() : null;
            },
            cancellationToken);
        try
        {
            return sealedValue is null ? null : JsonNode.Parse(seal.Open(sealedValue)) as JsonObject;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    public Task SaveAsync(AccountId account, string destination, string what, JsonObject value, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var sealedValue = seal.Seal(value.ToJsonString());
        return database.Sessions.WriteAsync(
            session => session.Database.Prepare("""
                insert into destination_secrets (account_id, destination, what, protected_value, changed_at) values ($1, $2, $3, $4, $5)
                on conflict (account_id, destination, what) do update set protected_value = excluded.protected_value, changed_at = excluded.changed_at
                """).Text(account.Value).Text(destination).Text(what).Text(sealedValue).Instant(now).Run(),
            cancellationToken);
    }

    public Task RemoveAsync(AccountId account, string destination, string what, CancellationToken cancellationToken) => database.Sessions.WriteAsync(
        session => session.Database.Prepare("delete from destination_secrets where account_id = $1 and destination = $2 and what = $3")
            .Text(account.Value).Text(destination).Text(what).Run(),
        cancellationToken);
}
