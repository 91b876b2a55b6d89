using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Withings.Api;

namespace WithingsSync.Withings.Grants;

/// <summary>Tokens of Withings' own demo person, without anybody's consent (withings-api.md §2.6).</summary>
internal static class DemoGrant
{
    /// <returns>A grant that may not say whose it is: the answer is documented without a user id.</returns>
    public static async Task<Grant> GetAsync(WithingsClient client, string scopes, CancellationToken cancellationToken)
    {
        var call = WithingsCall.OfApplication("getdemoaccess", ("scope_oauth2", scopes));
        var reply = await client.PostAsync(call, accessToken: null, TokenReply.Read, cancellationToken);
        return reply.RefreshToken is { } refreshToken
            ? new(reply.UserId ?? "", reply.AccessToken, refreshToken, client.Trunk.Time.GetUtcNow() + reply.Lifetime, reply.Scopes ?? scopes)
            : throw new WithingsException(PullFailure.Transient, "Withings gave the demo person's sign-in incompletely: the token answer has no refresh_token.");
    }
}
