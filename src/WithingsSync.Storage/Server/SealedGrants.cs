using System.Security.Cryptography;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Storage.Secrets;

namespace WithingsSync.Storage.Server;

/// <summary>One person's grant in the table <c>integrations</c>.</summary>
/// <param name="evenRefused">Whether one that Withings refused is handed out too.</param>
internal sealed class SealedGrants(ServerDatabase database, ISecretSeal seal, AccountId account, bool evenRefused, Func<CancellationToken, Task<IAsyncDisposable>> lockAsync) : IGrantStore
{
    /// <exception cref="ArchiveException">The tokens were sealed with a key that is not here.</exception>
    public async Task<Grant?> FindAsync(CancellationToken cancellationToken)
    {
        var found = await database.Sessions.RunAsync(session => IntegrationTable.FindTokens(session.Database, account), cancellationToken);
        return found is { } tokens && (evenRefused || !tokens.Metadata.NeedsReconnect) ? Open(tokens) : null;
    }

    /// <summary>
    /// A renewal that ends after the person disconnected, or connected another account, is forgotten. PostgreSQL's end takes our lock along, and a new consent does not
    /// wait for it for ever, so somebody else may have been faster: of two pairs the one that ends later was asked for later, and is the living one. A refused grant whose
    /// token brought new ones is accepted after all.
    /// </summary>
    public Task<Grant> ReplaceAsync(Grant earlier, Grant renewed, CancellationToken cancellationToken)
    {
        var (access, refresh) = (seal.Seal(renewed.AccessToken), seal.Seal(renewed.RefreshToken));
        return database.Sessions.WriteAsync(
            session =>
            {
                session.Database.Lock(IntegrationTable.LockOf(account));
                var stored = IntegrationTable.FindTokens(session.Database, account);
                if (stored is { } found && found.Metadata.WithingsUserId == renewed.UserId
                    && found.ExpiresAt > renewed.ExpiresAt && Open(found) is var there && there.RefreshToken != earlier.RefreshToken)
                {
                    return there;
                }

                IntegrationTable.ChangeActive(
                    session.Database,
                    account,
                    (row, connection) =>
                    {
                        if (row.WithingsUserId == renewed.UserId && (!row.NeedsReconnect || (stored is { } refused && Open(refused).RefreshToken == earlier.RefreshToken)))
                        {
                            if (row.NeedsReconnect)
                            {
                                // What was announced meanwhile was passed over; read anew like the past of somebody new, whose unchanged nights and days cost nothing.
                                BackfillStore.Begin(session, account, session.Now);
                            }

                            row.Accept();
                            row.Scopes = renewed.Scopes ?? row.Scopes;
                            IntegrationTable.SaveTokens(connection, account, access, refresh, renewed.ExpiresAt);
                        }
                    });
                return renewed;
            },
            cancellationToken);
    }

    public Task<IAsyncDisposable> LockAsync(CancellationToken cancellationToken) => lockAsync(cancellationToken);

    private Grant Open((string Access, string Refresh, DateTimeOffset? ExpiresAt, IntegrationMetadata Metadata) found)
    {
        try
        {
            return new(found.Metadata.WithingsUserId, found.Access.Length == 0 ? "" : seal.Open(found.Access), seal.Open(found.Refresh), found.ExpiresAt, found.Metadata.Scopes);
        }
        catch (CryptographicException unknown)
        {
            throw new ArchiveException($"The grant of {account} was sealed with a key that is not in this database. Restore the table protection_keys, or let the person connect again.", unknown);
        }
    }
}
