using System.Security.Cryptography;
using System.Xml.Linq;

namespace WithingsSync.Server.Secrets;

/// <summary>The master key in use and those before it, which still open what they sealed.</summary>
public sealed class MasterKeys(MasterKey current, IReadOnlyList<MasterKey> previous)
{
    private const string Element = "sealedKey";

    public MasterKey Current { get; } = current;

    public XElement Seal(XElement plaintext) =>
        new(Element, new XAttribute("masterKey", Current.Id), Current.Seal(plaintext.ToString(SaveOptions.DisableFormatting)));

    /// <exception cref="CryptographicException">None of the keys sealed it.</exception>
    public XElement Open(XElement sealedKey) => XElement.Parse(KeyOf(sealedKey).Open(sealedKey.Value));

    /// <summary>The same with everything in it sealed by the key in use; null when it was so already.</summary>
    /// <exception cref="CryptographicException">None of the keys sealed it.</exception>
    public XElement? SealAnew(XElement document)
    {
        var renewed = new XElement(document);
        var old = renewed.DescendantsAndSelf(Element).Where(element => (string?)element.Attribute("masterKey") != Current.Id).ToList();
        foreach (var element in old)
        {
            var anew = Seal(Open(element));
            element.ReplaceAttributes(anew.Attributes());
            element.Value = anew.Value;
        }

        // One that is sealed by this key must also open with it: an id alone proves nothing.
        foreach (var element in renewed.DescendantsAndSelf(Element))
        {
            Open(element);
        }

        return old.Count > 0 ? renewed : null;
    }

    private MasterKey KeyOf(XElement sealedKey)
    {
        var id = (string?)sealedKey.Attribute("masterKey");
        return previous.Prepend(Current).FirstOrDefault(key => key.Id == id)
            ?? throw new CryptographicException(
                $"The database's keys are sealed by master key {id}, which is not here (the one in use is {Current.Id}). Set the old one in WITHINGS_SYNC_PREVIOUS_MASTER_KEYS (or the old certificate in WITHINGS_SYNC_PREVIOUS_MASTER_CERTIFICATE), or give the right one back.");
    }
}
