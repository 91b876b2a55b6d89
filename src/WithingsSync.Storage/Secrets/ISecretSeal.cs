namespace WithingsSync.Storage.Secrets;

/// <summary>Seals what must not lie in the database in clear: tokens, passwords. The server's is ASP.NET Core Data Protection.</summary>
public interface ISecretSeal
{
    string Seal(string secret);

    /// <exception cref="System.Security.Cryptography.CryptographicException">It was sealed with a key that is not here.</exception>
    string Open(string seal);
}
