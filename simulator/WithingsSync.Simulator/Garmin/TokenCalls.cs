using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using WithingsSync.Simulator.Faults;
using WithingsSync.Simulator.Wire;

namespace WithingsSync.Simulator.Garmin;

/// <summary>The DI token endpoint: a ticket becomes tokens, a refresh token the next ones (section 1.7).</summary>
internal sealed class TokenCalls(GarminService garmin)
{
    private const int AccessSeconds = 64_800;
    private const int RefreshSeconds = 2_591_999;

    public WireAnswer Answer(WireCall call)
    {
        if (call.Field("client_id") is not { } clientId || !garmin.DiClientIds.Contains(clientId) || call.Header("Authorization") != "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(clientId + ":")))
        {
            return Refusals.OAuth("invalid_client", "Invalid client_id");
        }

        return call.Field("grant_type") switch
        {
            ServiceUrls.Grant => Exchange(call, clientId),
            "refresh_token" => Refresh(call, clientId),
            _ => Refusals.OAuth("unsupported_grant_type", "Unsupported grant_type"),
        };
    }

    private WireAnswer Exchange(WireCall call, string clientId)
    {
        var service = call.Field("service_url") ?? "";
        return garmin.Tickets.Use(call.Field("service_ticket") ?? "", service) is { } username
            ? Issue(call, username, clientId, ServiceUrls.IsWidget(service), rotates: true)
            : Refusals.OAuth("invalid_grant", "Invalid service ticket provided");
    }

    private WireAnswer Refresh(WireCall call, string clientId)
    {
        var value = call.Field("refresh_token") ?? "";
        var found = garmin.State.RefreshTokens.Find(t => t.Value == value && t.ClientId == clientId && t.Dies > garmin.Now.ToUnixTimeSeconds());
        if (found is null)
        {
            return Refusals.OAuth("invalid_grant", $"Invalid refresh token: {value}");
        }

        var rotates = !call.Has(FaultKind.NoRefreshToken);
        if (rotates)
        {
            garmin.State.RefreshTokens.Remove(found);
        }

        return Issue(call, found.Username, clientId, found.IsFromWidget, rotates);
    }

    private WireAnswer Issue(WireCall call, string username, string clientId, bool isFromWidget, bool rotates)
    {
        var now = garmin.Now.ToUnixTimeSeconds();
        var jti = Guid.NewGuid().ToString("D", CultureInfo.InvariantCulture);
        var access = garmin.Keep(Jwt(username, clientId, jti, now, hasExpiry: !call.Has(FaultKind.TokenWithoutExpiry)));
        garmin.State.AccessTokens.RemoveAll(t => t.Dies <= now);
        garmin.State.AccessTokens.Add(new(access, username, clientId, now + AccessSeconds, isFromWidget));
        var answer = new JsonObject
        {
            ["scope"] = "CONNECT_READ CONNECT_WRITE",
            ["jti"] = jti,
            ["token_type"] = "Bearer",
            ["access_token"] = access,
            ["expires_in"] = AccessSeconds - 1,
        };
        if (rotates)
        {
            var refresh = garmin.Keep(Base64(Encoding.UTF8.GetBytes($"{{\"refreshTokenValue\":\"{Guid.NewGuid()}\",\"garminGuid\":\"{Guid.NewGuid()}\"}}")));
            garmin.State.RefreshTokens.Add(new(refresh, username, clientId, now + RefreshSeconds, isFromWidget));
            answer["refresh_token"] = refresh;
            answer["refresh_token_expires_in"] = RefreshSeconds;
        }

        garmin.Save();
        return WireAnswer.Json(200, answer);
    }

    private string Jwt(string username, string clientId, string jti, long now, bool hasExpiry)
    {
        // Clock skew: the server's clock shows in the token, not in how long it lives.
        var said = now + (long)garmin.ClockSkew.TotalSeconds;
        var payload = new JsonObject
        {
            ["scope"] = new JsonArray("CONNECT_READ", "CONNECT_WRITE"),
            ["iss"] = "https://diauth.garmin.com",
            ["client_id"] = clientId,
            ["garmin_guid"] = garmin.Find(username)!.DisplayName,
            ["iat"] = said,
            ["jti"] = jti,
        };
        if (hasExpiry)
        {
            payload["exp"] = said + AccessSeconds;
        }

        return $"{Base64("""{"alg":"RS256","typ":"JWT","kid":"di-oauth-signer"}"""u8)}.{Base64(Encoding.UTF8.GetBytes(payload.ToJsonString()))}.{Base64(RandomNumberGenerator.GetBytes(64))}";
    }

    private static string Base64(ReadOnlySpan<byte> bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);
}
