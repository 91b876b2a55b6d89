using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using WithingsSync.Storage.Server;

namespace WithingsSync.Server.Secrets;

/// <summary>Where Data Protection keeps its keys: the database, so that every node has the same. Its contract is synchronous, and so are our databases.</summary>
internal sealed class KeyTable(ProtectionKeyStore store, TimeProvider time) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements() => [.. store.ListAsync(CancellationToken.None).GetAwaiter().GetResult().Select(key => XElement.Parse(key.Xml))];

    public void StoreElement(XElement element, string friendlyName) =>
        store.AddAsync(friendlyName, element.ToString(SaveOptions.DisableFormatting), time.GetUtcNow(), CancellationToken.None).GetAwaiter().GetResult();

    /// <summary>Seals anew what an earlier master key sealed.</summary>
    /// <returns>How many keys were.</returns>
    /// <exception cref="System.Security.Cryptography.CryptographicException">A key was sealed by a master key that is not here.</exception>
    public static async Task<int> SealAnewAsync(ProtectionKeyStore store, MasterKeys keys, CancellationToken cancellationToken)
    {
        var count = 0;
        foreach (var (id, xml) in await store.ListAsync(cancellationToken))
        {
            if (keys.SealAnew(XElement.Parse(xml)) is { } renewed)
            {
                await store.ReplaceAsync(id, xml, renewed.ToString(SaveOptions.DisableFormatting), cancellationToken);
                count++;
            }
        }

        return count;
    }
}
