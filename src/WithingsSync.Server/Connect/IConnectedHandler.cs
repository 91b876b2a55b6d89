using WithingsSync.Pipeline.Accounts;

namespace WithingsSync.Server.Connect;

/// <summary>
/// What follows a new connection: the backfill, the subscriptions. Called after the grant is stored; what it queues must be durable. When it fails, that is logged, and
/// whoever implements it has to find the connection by itself later (it is active, and nothing was done for it).
/// </summary>
public interface IConnectedHandler
{
    Task ConnectedAsync(AccountId account, CancellationToken cancellationToken);
}
