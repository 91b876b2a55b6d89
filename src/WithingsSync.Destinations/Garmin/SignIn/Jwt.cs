using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using WithingsSync.Destinations.Garmin.Wire;

namespace WithingsSync.Destinations.Garmin.SignIn;

/// <summary>Reads what a token says of itself. Nothing is verified: the API does that. Whatever is not understood is absent.</summary>
public static class Jwt
{
    public static DateTimeOffset? ExpiryOf(string token) =>
        GarminJson.Number(Payload(token), "exp") is { } seconds and > 0 and < 253402300799 ? DateTimeOffset.FromUnixTimeSeconds((long)seconds) : null;

    public static string? ClientIdOf(string token) => GarminJson.Text(Payload(token), "client_id");

    private static JsonObject? Payload(string token)
    {
        if (token.Split('.') is not [_, var payload, ..])
        {
            return null;
        }

        try
        {
            return GarminJson.Object(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(payload.TrimEnd('='))));
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
