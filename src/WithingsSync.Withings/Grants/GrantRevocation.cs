using System.Text.Json;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Withings.Api;

namespace WithingsSync.Withings.Grants;

/// <summary>Gives a person's consent back: their tokens and their subscriptions end at once (withings-api.md §2.6).</summary>
internal static class GrantRevocation
{
    /// <param name="isStillWanted">Asked at the last moment before each attempt, for places and nonces may be long in coming.</param>
    /// <exception cref="PullException">Withings did not do it.</exception>
    public static async Task RevokeAsync(WithingsClient client, string withingsUserId, Func<CancellationToken, Task<bool>> isStillWanted, CancellationToken cancellationToken)
    {
        var call = WithingsCall.OfApplication("revoke", ("userid", withingsUserId)) with
        {
            BeforeLeaving = async token =>
            {
                if (!await isStillWanted(token))
                {
                    throw new NotWantedException();
                }
            },
        };
        try
        {
            await client.PostAsync(call, accessToken: null, Nothing, cancellationToken);
        }
        catch (NotWantedException)
        {
            // Nothing was sent, as was wished.
        }
        catch (WithingsException unknown) when (IsUnknownUser(unknown))
        {
            // Somebody who is not connected has nothing that could be withdrawn: a repetition, or they left at Withings itself.
        }
    }

    /// <summary>247, 250 and 328 are the historical table's user who does not exist, does not match or has left (withings-api.md §10); 503 says it in words.</summary>
    private static bool IsUnknownUser(WithingsException failure) =>
        failure.Status is 247 or 250 or 328
        || (failure.Status == Statuses.InvalidParameters && failure.Failure == PullFailure.SignInRequired && failure.ServerSaid.Contains("user", StringComparison.OrdinalIgnoreCase));

    private sealed class NotWantedException : Exception;

    private static bool Nothing(ref Utf8JsonReader reader, ReadOnlySpan<byte> source)
    {
        reader.Skip();
        return true;
    }
}
