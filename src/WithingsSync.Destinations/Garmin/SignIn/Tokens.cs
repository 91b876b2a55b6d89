using System.Net.Http.Headers;
using System.Text;
using WithingsSync.Destinations.Garmin.Wire;

namespace WithingsSync.Destinations.Garmin.SignIn;

/// <summary>The token service: a ticket for tokens, a refresh token for new ones (garmin-trainerroad-fit.md §1.7).</summary>
internal sealed class Tokens(GarminOptions options, GarminHttp http, TimeProvider time)
{
    /// <returns>Null when the ticket was not accepted: used, too old, or of another service.</returns>
    /// <exception cref="GarminRefusal">429, or the service is out of order.</exception>
    public async Task<GarminSession?> ExchangeAsync(LoginOutcome.Ticket ticket, CancellationToken cancellationToken)
    {
        GarminRefusal? down = null;
        foreach (var client in options.DiClientIds)
        {
            var answer = await PostAsync(client, cancellationToken, ("client_id", client), ("service_ticket", ticket.Value), ("grant_type", options.DiGrant), ("service_url", ticket.ServiceUrl));
            if (answer.IsSuccess && Read(answer, client, earlierRefresh: null) is { } session)
            {
                return session;
            }

            down = answer.Status >= 500 ? GarminRefusal.Down(answer.Status) : null;
        }

        return down is null ? null : throw down;
    }

    /// <returns>Null when the refresh token is no longer accepted.</returns>
    /// <exception cref="GarminRefusal">429, or the service is out of order or something stands before it.</exception>
    public async Task<GarminSession?> RefreshAsync(GarminSession session, CancellationToken cancellationToken)
    {
        var answer = await PostAsync(session.ClientId, cancellationToken, ("grant_type", "refresh_token"), ("client_id", session.ClientId), ("refresh_token", session.RefreshToken));
        if (answer.IsSuccess)
        {
            return Read(answer, session.ClientId, session.RefreshToken) is { } renewed
                ? session with
                {
                    AccessToken = renewed.AccessToken,
                    RefreshToken = renewed.RefreshToken,
                    ClientId = renewed.ClientId,
                    ObtainedAt = renewed.ObtainedAt,
                    RefreshExpiresAt = renewed.RefreshExpiresAt,
                }
                : throw GarminRefusal.Unreadable("a renewal without a token");
        }

        // Only these words end a sign-in; any other refusal may be a firewall's page, and says nothing about the token.
        return answer.Status is 400 or 401 && GarminJson.Text(GarminJson.Object(answer.Body), "error") == "invalid_grant" ? null
            : throw (answer.Status >= 500 ? GarminRefusal.Down(answer.Status) : GarminRefusal.NotRenewed(answer.Status));
    }

    private async Task<GarminAnswer> PostAsync(string client, CancellationToken cancellationToken, params (string Name, string Value)[] fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, options.AuthUrl.At(options.TokenPath));
        request.AddNative(options);
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{client}:")));
        request.Headers.TryAddWithoutValidation("Accept", "application/json,text/html;q=0.9,*/*;q=0.8");
        request.Headers.TryAddWithoutValidation("Cache-Control", "no-cache");
        request.Content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        var answer = await http.SendAsync(request, options.RequestTimeout, cancellationToken);
        return answer.IsThrottled ? throw GarminRefusal.Throttled(answer.RetryAfter) : answer;
    }

    private GarminSession? Read(GarminAnswer answer, string client, string? earlierRefresh)
    {
        var json = GarminJson.Object(answer.Body);
        if (GarminJson.Text(json, "access_token") is not { } access || access.AsSpan().ContainsAnyExceptInRange('!', '~') || (GarminJson.Text(json, "refresh_token") ?? earlierRefresh) is not { } refresh)
        {
            return null;
        }

        var now = time.GetUtcNow();
        return new(access, refresh, Jwt.ClientIdOf(access) ?? client)
        {
            ObtainedAt = now,
            RefreshExpiresAt = GarminJson.Number(json, "refresh_token_expires_in") is { } seconds and > 0 and < 1e9m ? now.AddSeconds((double)seconds) : null,
        };
    }
}
