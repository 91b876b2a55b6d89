using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace WithingsSync.Storage.Server;

/// <summary>
/// Codes and tokens of 32 random bytes, each kind with a beginning of its own by which a leaked one is recognised. They are found by their hash, of which a stranger can choose
/// none: how long a search takes tells nothing.
/// </summary>
internal static class OAuthSecret
{
    public const string CodePrefix = "wsyncac_";
    public const string RefreshPrefix = "wsyncrt_";

    private const int Longest = 100;

    public static string New(string prefix) => prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>Whether it can be one of ours at all.</summary>
    public static bool Is(string secret, string prefix) => secret.Length <= Longest && secret.StartsWith(prefix, StringComparison.Ordinal);

    public static string Hash(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    /// <summary>Whether the verifier is what the challenge was made of (RFC 7636 §4.6).</summary>
    public static bool Verifies(string verifier, string challenge) => CryptographicOperations.FixedTimeEquals(
        Encoding.UTF8.GetBytes(Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(verifier)))), Encoding.UTF8.GetBytes(challenge));
}
