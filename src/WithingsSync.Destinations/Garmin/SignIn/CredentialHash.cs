using System.Security.Cryptography;
using System.Text;

namespace WithingsSync.Destinations.Garmin.SignIn;

/// <summary>Remembers user name and password that were refused, without holding them: PBKDF2 with a salt.</summary>
internal static class CredentialHash
{
    private const int Rounds = 200_000;
    private const int Size = 32;

    public static string Of(GarminCredentials credentials)
    {
        var salt = RandomNumberGenerator.GetBytes(16);
        return $"{Convert.ToHexStringLower(salt)}:{Convert.ToHexStringLower(Hash(credentials, salt))}";
    }

    public static bool Matches(string? remembered, GarminCredentials credentials)
    {
        if (remembered?.Split(':') is not [var salt, var hash])
        {
            return false;
        }

        try
        {
            return CryptographicOperations.FixedTimeEquals(Hash(credentials, Convert.FromHexString(salt)), Convert.FromHexString(hash));
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static byte[] Hash(GarminCredentials credentials, byte[] salt) =>
        Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes($"{credentials.UserName.Trim().ToUpperInvariant()}\n{credentials.Password}"), salt, Rounds, HashAlgorithmName.SHA256, Size);
}
