namespace WithingsSync.Destinations.TrainerRoad;

/// <summary>Who signs in. Without a password only a saved sign-in can be used.</summary>
public sealed class TrainerRoadLogin(string userName, string? password)
{
    public string UserName { get; } = userName.Trim();

    public string? Password { get; } = string.IsNullOrEmpty(password) ? null : password;

    /// <summary>The account as the ledger knows it: TrainerRoad does not tell capitals apart.</summary>
    public string Recipient => UserName.ToLowerInvariant();
}
