using System.Security.Cryptography;
using System.Text;

namespace WithingsSync.Destinations;

/// <summary>Remembers a user name and password that a service refused, without holding them: PBKDF2 with a salt.</summary>
internal static class RefusedLogin
{
    private const int Rounds = 200_000;
    private const int Size = 32;

    /// <returns>Salt and hash, as text.</returns>
    public static string Of(string userName, string? password)
    {
        var salt = RandomNumberGenerator.GetBytes(16);
        return $"{Convert.ToHexStringLower(salt)}:{Convert.ToHexStringLower(Hash(userName, password, salt))}";
    }

    /// <summary>Whether these are the ones; nothing matches what is not there or damaged.</summary>
    public static bool Matches(string? remembered, string userName, string? password)
    {
        if (remembered?.Split(':') is not [var salt, var hash])
        {
            return false;
        }

        try
        {
            return CryptographicOperations.FixedTimeEquals(Hash(userName, password, Convert.FromHexString(salt)), Convert.FromHexString(hash));
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static byte[] Hash(string userName, string? password, byte[] salt) =>
        Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes($"{userName.Trim().ToUpperInvariant()}\n{password}"), salt, Rounds, HashAlgorithmName.SHA256, Size);
}
