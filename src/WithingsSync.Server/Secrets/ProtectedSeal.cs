using Microsoft.AspNetCore.DataProtection;
using WithingsSync.Storage.Secrets;

namespace WithingsSync.Server.Secrets;

/// <summary>Seals tokens with ASP.NET Core Data Protection, whose keys change by themselves and keep opening what they sealed.</summary>
internal sealed class ProtectedSeal(IDataProtectionProvider provider) : ISecretSeal
{
    private readonly IDataProtector _protector = provider.CreateProtector("withings-sync", "tokens at rest");

    public string Seal(string secret) => _protector.Protect(secret);

    public string Open(string seal) => _protector.Unprotect(seal);
}
