namespace WithingsSync.Cli.Credentials;

/// <summary>A user name or password of a destination: secrets file, then environment, then argument; later ones win.</summary>
internal static class Credential
{
    /// <param name="name">In lower case, as the secrets file is called; the variable is the same in capitals.</param>
    /// <param name="argument">What the command line said, or null.</param>
    /// <param name="environment">Including what a <c>.env</c> file filled in.</param>
    public static string? Resolve(string name, string? argument, IReadOnlyDictionary<string, string> environment) =>
        argument
        ?? environment.GetValueOrDefault(name.ToUpperInvariant())
        ?? SecretFiles.Find(environment.GetValueOrDefault("WITHINGS_SYNC_SECRETS") ?? "/run/secrets", name);
}
