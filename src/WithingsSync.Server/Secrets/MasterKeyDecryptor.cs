using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.DependencyInjection;

namespace WithingsSync.Server.Secrets;

/// <summary>Opens the secret part of a key that comes from the database. Data Protection makes it by its name, which therefore stays.</summary>
public sealed class MasterKeyDecryptor(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement) => services.GetRequiredService<MasterKeys>().Open(encryptedElement);
}
