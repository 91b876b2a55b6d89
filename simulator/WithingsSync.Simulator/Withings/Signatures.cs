using System.Security.Cryptography;
using System.Text;
using WithingsSync.Simulator.World;

namespace WithingsSync.Simulator.Withings;

/// <summary>Who signed a call: section 3. The values of three parameters, sorted by name and joined with commas, under HMAC-SHA256 with the client secret.</summary>
internal static class Signatures
{
    public static string Of(string secret, params ReadOnlySpan<string?> values) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(string.Join(',', values))));

    /// <summary>Equal or not, it takes equally long.</summary>
    public static bool Same(string expected, string presented) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(presented));

    public static bool AreIn(Parameters asked) => asked["nonce"] is not null || asked["signature"] is not null;

    /// <summary>The application that signed <c>action,client_id,nonce</c>; <see langword="null"/> when nonce or signature are not good. The nonce is used up.</summary>
    /// <exception cref="RefusedException">One of the three is missing, or the application is unknown.</exception>
    public static Application? Signer(SimulatedWorld world, Parameters asked)
    {
        var (clientId, nonce, signature) = (asked.Required("client_id"), asked.Required("nonce"), asked.Required("signature"));
        var application = world.FindApplication(clientId) ?? throw RefusedException.UnknownApplication();
        var spent = world.Nonces.Spend(clientId, nonce);
        return Same(Of(application.ClientSecret, asked["action"], clientId, nonce), signature) && spent ? application : null;
    }

    /// <summary>What an ordinary call carries besides its bearer (section 3.3: nothing is asked for). SIM: whoever sends it has to send it right.</summary>
    public static bool AreGood(SimulatedWorld world, Parameters asked, string clientId)
    {
        if (!AreIn(asked))
        {
            return true;
        }

        var signed = asked["client_id"] == clientId && asked["nonce"] is not null && asked["signature"] is not null;
        return signed && Signer(world, asked) is not null;
    }
}
