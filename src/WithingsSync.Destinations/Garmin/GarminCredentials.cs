namespace WithingsSync.Destinations.Garmin;

/// <summary>What a person signs in with.</summary>
/// <param name="UserName">The account's mail address.</param>
/// <param name="Password">Null when only the name is known: a saved session is then all there is.</param>
public sealed record GarminCredentials(string UserName, string? Password)
{
    /// <summary>Without the password.</summary>
    public override string ToString() => UserName;

    /// <summary>Whether a sign-in of that name is this one's: Garmin does not tell capitals apart.</summary>
    public bool AreOf(string login) => string.Equals(UserName.Trim(), login.Trim(), StringComparison.OrdinalIgnoreCase);
}
