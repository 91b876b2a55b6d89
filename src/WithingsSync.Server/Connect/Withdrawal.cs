using WithingsSync.Pipeline.Budget;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Storage;
using WithingsSync.Storage.Server;
using WithingsSync.Withings;

namespace WithingsSync.Server.Connect;

/// <summary>Gives a consent back to Withings that nobody here has any more, which ends its subscriptions too (withings-api.md §2.6).</summary>
public sealed class Withdrawal(WithingsApplication withings, IntegrationStore integrations, RevocationStore revocations)
{
    /// <exception cref="PullException">Withings did not do it.</exception>
    /// <exception cref="ArchiveException">It may be done, and is still noted as to be done.</exception>
    public async Task DoAsync(Revocation one, CancellationToken cancellationToken)
    {
        // Somebody may have connected the account again a moment ago; that consent is theirs to end.
        await withings.RevokeAsync(
            one.WithingsUserId, Lane.Interactive, async token => await integrations.FindByWithingsUserAsync(one.WithingsUserId, token) is null, cancellationToken);
        await revocations.RemoveAsync(one, cancellationToken);
    }
}
