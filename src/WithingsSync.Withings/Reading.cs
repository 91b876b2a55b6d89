using WithingsSync.Pipeline.Pulling;
using WithingsSync.Withings.Api;

namespace WithingsSync.Withings;

/// <summary>The requests of one query, each with a grant that is good at that moment, and all of one person.</summary>
internal sealed class Reading(WithingsClient client, GrantKeeper keeper)
{
    private string _person = "";

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

    private async Task<string> TokenOfAsync(Task<Pipeline.Accounts.Grant> asked)
    {
        var grant = await asked;
        if (_person.Length == 0)
        {
            _person = grant.UserId;
        }

        // A session file may not say whose it is; a renewal will.
        return grant.UserId.Length == 0 || _person == grant.UserId
            ? grant.AccessToken
            : throw new WithingsException(PullFailure.SignInRequired, "Somebody else signed in at Withings while this was read; start again.");
    }
}
