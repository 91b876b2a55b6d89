namespace WithingsSync.Destinations.Garmin.SignIn;

/// <summary>Credentials that Garmin refused, as <see cref="RefusedLogin"/> remembers them.</summary>
internal static class CredentialHash
{
    public static string Of(GarminCredentials credentials) => RefusedLogin.Of(credentials.UserName, credentials.Password);

    public static bool Matches(string? remembered, GarminCredentials credentials) => RefusedLogin.Matches(remembered, credentials.UserName, credentials.Password);
}
