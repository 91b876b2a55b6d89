using System.Security.Cryptography;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Storage.Secrets;

namespace WithingsSync.Storage.Server;

/// <summary>One person's grant in the table <c>integrations</c>.</summary>
internal sealed class SealedGrants(ServerDatabase database, ISecretSeal seal, AccountId account, Func<CancellationToken, Task<IAsyncDisposable>> lockAsync) : IGrantStore
{
    /// <exception cref="ArchiveException">The tokens were sealed with a key that is not here.</exception>
    public async Task<Grant?> FindAsync(CancellationToken cancellationToken)
    {
        if (await database.Sessions.RunAsync(session => IntegrationTable.FindTokens(session.Database, account), cancellationToken) is not { } found)
        {
            return null;
        }

        try
        {
            return new(found.Metadata.WithingsUserId, seal.Open(found.Access), seal.Open(found.Refresh), found.ExpiresAt, found.Metadata.Scopes);
        }
        catch (CryptographicException unknown)
        {
            throw new ArchiveException($"The grant of {account} was sealed with a key that is not in this database. Restore the table protection_keys, or let the person connect again.", unknown);
        }
    }

    /// <summary>A renewal that ends after the person disconnected, or connected another account, is forgotten.</summary>
    public Task SaveAsync(Grant grant, CancellationToken cancellationToken)
    {
        var (access, refresh) = (seal.Seal(grant.AccessToken), seal.Seal(grant.RefreshToken));
        return database.Sessions.WriteAsync(
            session =>
            {
                session.Database.Lock(IntegrationTable.LockOf(account));
                return IntegrationTable.ChangeActive(
                    session.Database,
                    account,
                    (row, connection) =>
                    {
                        if (row.WithingsUserId == grant.UserId && !row.NeedsReconnect)
                        {
                            row.Scopes = grant.Scopes ?? row.Scopes;
                            IntegrationTable.SaveTokens(connection, account, access, refresh, grant.ExpiresAt);
                        }
                    });
            },
            cancellationToken);
    }

    public Task<IAsyncDisposable> LockAsync(CancellationToken cancellationToken) => lockAsync(cancellationToken);
}
