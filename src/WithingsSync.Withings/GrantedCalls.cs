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
    public async Task<T> PostAsync<T>(WithingsCall call, BodyReader<T> read, CancellationToken cancellationToken)
    {
        var token = await TokenOfAsync(keeper.GetAsync(cancellationToken));
        try
        {
            return await client.PostAsync(call, token, read, cancellationToken);
        }
        catch (WithingsException rejected) when (rejected.Failure == PullFailure.SignInRequired)
        {
            // Expired or withdrawn early: renewed once. A second refusal, of a token a moment old, stands.
            token = await TokenOfAsync(keeper.RenewAsync(token, cancellationToken));
            return await client.PostAsync(call, token, read, cancellationToken);
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
