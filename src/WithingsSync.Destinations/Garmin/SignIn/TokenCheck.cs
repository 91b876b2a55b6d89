using System.Net.Http.Headers;
using WithingsSync.Destinations.Garmin.Wire;
using WithingsSync.Pipeline.Delivering;

namespace WithingsSync.Destinations.Garmin.SignIn;

/// <summary>Asks the API whether it takes a new token: it does not take every token that the token service gives out (garmin-trainerroad-fit.md §1.1).</summary>
internal sealed class TokenCheck(GarminOptions options, GarminHttp http, Pause pause)
{
    /// <returns>Null when the API refuses the token.</returns>
    /// <exception cref="DestinationException">The API does not answer, or 429.</exception>
    public async Task<GarminProfile?> FindProfileAsync(string accessToken, CancellationToken cancellationToken)
    {
        for (var tried = 0; ; tried++)
        {
            try
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, options.ApiUrl.At(options.ProfilePath));
                request.AddNative(options);
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
                request.Headers.TryAddWithoutValidation("Accept", "application/json");
                var answer = await http.SendAsync(request, options.RequestTimeout, cancellationToken);
                if (answer.IsThrottled)
                {
                    throw GarminRefusal.Throttled(answer.RetryAfter);
                }

                if (answer.Status is 401 or 403)
                {
                    return null;
                }

                if (answer.Status < 500)
                {
                    return GarminProfile.Read(answer.Body) ?? throw GarminRefusal.Unreadable("a profile without a number");
                }

                if (tried >= options.Retries)
                {
                    throw GarminRefusal.Down(answer.Status);
                }
            }
            catch (GarminUnansweredException) when (tried < options.Retries)
            {
                // Once more, after the same pause as after 5xx.
            }

            await pause.WaitAsync(options.RetryDelayShortest, options.RetryDelayLongest, cancellationToken);
        }
    }
}
