using System.Security.Cryptography;
using System.Text;

namespace WithingsSync.Server.Secrets;

/// <summary>Seals the keys that protect tokens, with AES-256-GCM. Known by an id that tells nothing of it.</summary>
public sealed class MasterKey
{
    public const int Length = 32;
    private const int NonceLength = 12;
    private const int TagLength = 16;

    private readonly byte[] _key;

    /// <param name="key">32 bytes.</param>
    public MasterKey(ReadOnlySpan<byte> key)
    {
        if (key.Length != Length)
        {
            throw new ArgumentException("A master key has 32 bytes.", nameof(key));
        }

        _key = key.ToArray();
        Id = Convert.ToHexStringLower(HMACSHA256.HashData(_key, "withings-sync master key"u8))[..16];
    }

    public string Id { get; }

    /// <returns>Nonce, tag and ciphertext, in Base64.</returns>
    public string Seal(string text)
    {
        var plain = Encoding.UTF8.GetBytes(text);
        var sealedBytes = new byte[NonceLength + TagLength + plain.Length];
        var nonce = sealedBytes.AsSpan(0, NonceLength);
        var tag = sealedBytes.AsSpan(NonceLength, TagLength);
        var cipher = sealedBytes.AsSpan(NonceLength + TagLength);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(_key, TagLength);
        aes.Encrypt(nonce, plain, cipher, tag, Encoding.UTF8.GetBytes(Id));
        CryptographicOperations.ZeroMemory(plain);
        return Convert.ToBase64String(sealedBytes);
    }

    /// <exception cref="CryptographicException">It was sealed by another key, or changed since.</exception>
    public string Open(string seal)
    {
        var sealedBytes = Convert.FromBase64String(seal);
        if (sealedBytes.Length < NonceLength + TagLength)
        {
            throw new CryptographicException("A sealed key is cut short.");
        }

        var plain = new byte[sealedBytes.Length - NonceLength - TagLength];
        using var aes = new AesGcm(_key, TagLength);
        aes.Decrypt(sealedBytes.AsSpan(0, NonceLength), sealedBytes.AsSpan(NonceLength + TagLength), sealedBytes.AsSpan(NonceLength, TagLength), plain, Encoding.UTF8.GetBytes(Id));
        return Encoding.UTF8.GetString(plain);
    }

    /// <summary>Never the key.</summary>
    public override string ToString() => $"master key {Id}";
}
