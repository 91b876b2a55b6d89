using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Withings.Api;

namespace WithingsSync.Withings;

/// <summary>
/// Posts calls with a grant that is good at that moment, and only while it is the grant of the person whose records are asked for: somebody else may
/// sign in while a long pull goes on.
/// </summary>
/// <param name="person">Withings' id of that person; null when it does not matter who is signed in.</param>
internal sealed class GrantedCalls(WithingsClient client, GrantKeeper keeper, string? person)
{
    /// <summary>A token may end again while its call waits for a place in the budget.</summary>
    private const int MostRenewals = 2;

    /// <exception cref="WithingsException"><see cref="PullFailure.SignInRequired"/> only when there is no grant or Withings refuses to renew it.</exception>
    public async Task<T> PostAsync<T>(WithingsCall call, BodyReader<T> read, CancellationToken cancellationToken)
    {
        var token = await TokenOfAsync(keeper.GetAsync(cancellationToken));
        for (var renewals = 0; ; renewals++)
        {
            try
            {
                return await client.PostAsync(call, token, read, cancellationToken);
            }
            catch (WithingsException rejected) when (rejected.Failure == PullFailure.SignInRequired)
            {
                if (renewals == MostRenewals)
                {
                    // Whoever renews a grant has not lost it: nobody is sent to sign in for this.
                    throw new WithingsException(
                        PullFailure.Transient, $"Withings renewed the sign-in and refuses it all the same ({call.Action}). Try again later; if that stays so, {client.Trunk.Options.SignInAdvice}.", rejected)
                    {
                        Status = rejected.Status,
                    };
                }

                // Expired or withdrawn early.
                token = await TokenOfAsync(keeper.RenewAsync(token, cancellationToken));
            }
        }
    }

    private async Task<string> TokenOfAsync(Task<Grant> asked)
    {
        var grant = await asked;
        // A session file may not say whose it is; a renewal will.
        return person is null || grant.UserId.Length == 0 || person == grant.UserId
            ? grant.AccessToken
            : throw new WithingsException(PullFailure.SignInRequired, "Somebody else signed in at Withings while this was read; start again.");
    }
}
