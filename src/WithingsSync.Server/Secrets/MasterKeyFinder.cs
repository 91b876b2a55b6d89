using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using WithingsSync.Pipeline.Files;
using WithingsSync.Server.Settings;

namespace WithingsSync.Server.Secrets;

/// <summary>Finds the master keys: in a setting, in a file, in a certificate; on SQLite, in a file of the data folder that is made when it is missing.</summary>
internal static class MasterKeyFinder
{
    private const string HowToMake = "Make one with `openssl rand -base64 32`";

    public static MasterKeys Find(SettingSources sources, ServerPlace place, bool isSqlite, List<string> problems)
    {
        var found = new List<MasterKey?>();
        if (sources.Find(SettingNames.MasterKey) is { } text)
        {
            found.Add(Parse(text, SettingNames.MasterKey.Name, problems));
        }

        if (sources.Find(SettingNames.MasterKeyFile) is { } file)
        {
            found.Add(FromFile(Path.GetFullPath(file, place.WorkingDirectory), problems));
        }

        if (sources.Find(SettingNames.MasterCertificate) is { } certificate)
        {
            found.Add(FromCertificate(Path.GetFullPath(certificate, place.WorkingDirectory), sources, SettingNames.MasterCertificatePassword, problems));
        }

        if (found.Count > 1)
        {
            problems.Add(
                $"Set only one of {SettingNames.MasterKey}, {SettingNames.MasterKeyFile} and {SettingNames.MasterCertificate}; earlier keys go to {SettingNames.PreviousMasterKeys}, an earlier certificate to {SettingNames.PreviousMasterCertificate}.");
        }

        if (found.Count == 0)
        {
            if (isSqlite)
            {
                found.Add(OfFolder(place.DataFolder, problems));
            }
            else
            {
                problems.Add($"Set {SettingNames.MasterKey} (or {SettingNames.MasterKeyFile}) to 32 bytes in Base64, the same on every node: it seals the keys in the database. {HowToMake}, and keep it where the database's backup is not.");
            }
        }

        return new(found.FirstOrDefault() ?? new MasterKey(RandomNumberGenerator.GetBytes(MasterKey.Length)), [.. Previous(sources, place, problems).OfType<MasterKey>()]);
    }

    private static IEnumerable<MasterKey?> Previous(SettingSources sources, ServerPlace place, List<string> problems)
    {
        foreach (var key in (sources.Find(SettingNames.PreviousMasterKeys) ?? "").Split([',', '\n', ' '], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            yield return Parse(key, SettingNames.PreviousMasterKeys.Name, problems);
        }

        if (sources.Find(SettingNames.PreviousMasterCertificate) is { } certificate)
        {
            yield return FromCertificate(Path.GetFullPath(certificate, place.WorkingDirectory), sources, SettingNames.PreviousMasterCertificatePassword, problems);
        }
    }

    private static MasterKey? Parse(string text, string where, List<string> problems)
    {
        var bytes = new byte[MasterKey.Length + 3];
        if (Convert.TryFromBase64String(text.Trim(), bytes, out var length) && length == MasterKey.Length)
        {
            return new(bytes.AsSpan(0, length));
        }

        problems.Add($"{where} must be 32 bytes in Base64. {HowToMake}.");
        return null;
    }

    private static MasterKey? FromFile(string path, List<string> problems)
    {
        try
        {
            return Parse(File.ReadAllText(path), path, problems);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            problems.Add($"The master key's file {path} cannot be read: {error.Message}");
            return null;
        }
    }

    private static MasterKey? OfFolder(string folder, List<string> problems)
    {
        var path = Path.Combine(folder, "master.key");
        try
        {
            if (!File.Exists(path))
            {
                ServerFolder.Ensure(folder);
                AtomicFile.Write(path, System.Text.Encoding.ASCII.GetBytes(Convert.ToBase64String(RandomNumberGenerator.GetBytes(MasterKey.Length)) + "\n"), secret: true);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            problems.Add($"The master key's file {path} cannot be made: {error.Message} Choose another folder with --data.");
            return null;
        }

        return FromFile(path, problems);
    }

    /// <summary>The key follows from the private key, so that whoever has the certificate has it.</summary>
    private static MasterKey? FromCertificate(string path, SettingSources sources, SettingName password, List<string> problems)
    {
        try
        {
            using var certificate = X509CertificateLoader.LoadPkcs12FromFile(path, sources.Find(password), X509KeyStorageFlags.EphemeralKeySet | X509KeyStorageFlags.Exportable);
            using var rsa = certificate.GetRSAPrivateKey();
            using var curve = certificate.GetECDsaPrivateKey();
            var secret = rsa?.ExportParameters(includePrivateParameters: true).D ?? curve?.ExportParameters(includePrivateParameters: true).D;
            if (secret is null)
            {
                problems.Add($"The certificate {path} has no private key of RSA or an elliptic curve. Give a PFX file with its key.");
                return null;
            }

            return new(HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, MasterKey.Length, info: "withings-sync master key"u8.ToArray()));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or CryptographicException)
        {
            problems.Add($"The certificate {path} cannot be opened: {error.Message} Is its password in {password}?");
            return null;
        }
    }
}
