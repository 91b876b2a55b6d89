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

    /// <summary>
    /// The application that signed <c>action,client_id,nonce</c>; <see langword="null"/> when something is missing or not good. The nonce has been shown
    /// and is used up, whatever becomes of the call.
    /// </summary>
    public static Application? Signer(SimulatedWorld world, Parameters asked)
    {
        var (clientId, nonce, signature) = (asked["client_id"] ?? "", asked["nonce"] ?? "", asked["signature"] ?? "");
        if (world.FindApplication(clientId) is not { } application)
        {
            return null;
        }

        var spent = world.Nonces.Spend(clientId, nonce);
        return Same(Of(application.ClientSecret, asked["action"], clientId, nonce), signature) && spent ? application : null;
    }

    /// <summary>For a call that has to be signed.</summary>
    /// <param name="signer">What <see cref="Signer"/> found.</param>
    /// <exception cref="RefusedException">One of the three parts is missing, the application is unknown, nonce or signature are not good.</exception>
    public static Application Demand(SimulatedWorld world, Parameters asked, Application? signer)
    {
        asked.Required("nonce");
        asked.Required("signature");
        _ = world.FindApplication(asked.Required("client_id")) ?? throw RefusedException.UnknownApplication();
        return signer ?? throw RefusedException.InvalidSignature();
    }

    /// <summary>What an ordinary call carries besides its bearer (section 3.3: nothing is asked for). SIM: whoever sends it has to send it right.</summary>
    public static bool AreGood(SimulatedWorld world, Parameters asked, string clientId) => !AreIn(asked) || Signer(world, asked)?.ClientId == clientId;
}
