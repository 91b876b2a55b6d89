using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace WithingsSync.Server.Secrets;

/// <summary>Seals the secret part of a new key before it goes to the database.</summary>
internal sealed class MasterKeyEncryptor(MasterKeys keys) : IXmlEncryptor
{
    public EncryptedXmlInfo Encrypt(XElement plaintextElement) => new(keys.Seal(plaintextElement), typeof(MasterKeyDecryptor));
}
