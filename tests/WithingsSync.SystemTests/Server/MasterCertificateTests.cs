using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using WithingsSync.Server.Secrets;
using WithingsSync.Server.Settings;
using WithingsSync.Storage.Server;
using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.SystemTests.Server;

/// <summary>The master key may follow from a certificate's private key.</summary>
public sealed class MasterCertificateTests : IDisposable
{
    private const string Password = "of the file";
    private const string Certificate = "WITHINGS_SYNC_MASTER_CERTIFICATE";
    private const string PreviousCertificate = "WITHINGS_SYNC_PREVIOUS_MASTER_CERTIFICATE";

    private static readonly DateTimeOffset Now = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly string _folder = Directory.CreateTempSubdirectory("withings-sync-test-").FullName;

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task A_certificate_can_be_changed_for_one_with_another_key(StoreKind kind)
    {
        using var rsa = RSA.Create(2048);
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var (old, fresh) = (Write("old.pfx", rsa), Write("fresh.pfx", curve));
        await using var world = await ServerWorld.StartAsync(kind);
        var (person, token) = await world.AddPersonAsync("ana");
        await world.ConnectAsync(token);
        var grant = await world.Get<IntegrationStore>().GrantsOf(person.Id).FindAsync(default);
        var plain = world.Settings.MasterKeys.Current;

        await world.RestartAsync(settings => settings with { MasterKeys = new(Read((Certificate, old)).Current, [plain]) });
        await world.RestartAsync(settings => settings with { MasterKeys = Read((Certificate, fresh), (PreviousCertificate, old)) });
        await world.RestartAsync(settings => settings with { MasterKeys = Read((Certificate, fresh)) });
        var kept = await world.Get<IntegrationStore>().GrantsOf(person.Id).FindAsync(default);

        Assert.Equal(grant!.AccessToken, kept!.AccessToken);
        await Assert.ThrowsAsync<ServerSettingsException>(() => world.RestartAsync(settings => settings with { MasterKeys = Read((Certificate, old)) }));
    }

    [Fact]
    public void A_certificate_renewed_with_the_same_key_opens_what_the_one_before_sealed()
    {
        using var rsa = RSA.Create(2048);

        Assert.Equal(Read((Certificate, Write("one.pfx", rsa))).Current.Id, Read((Certificate, Write("two.pfx", rsa, years: 3))).Current.Id);
    }

    [Fact]
    public void A_certificate_that_cannot_be_opened_is_named_with_what_to_do()
    {
        using var rsa = RSA.Create(2048);
        var path = Write("locked.pfx", rsa, password: "another");
        var bare = Path.Combine(_folder, "bare.pfx");
        using (var whole = Make(rsa, years: 1))
        using (var open = X509CertificateLoader.LoadCertificate(whole.RawData))
        {
            File.WriteAllBytes(bare, open.Export(X509ContentType.Pkcs12, Password)!);
        }

        var wrong = Assert.Throws<ServerSettingsException>(() => Read((Certificate, path)));
        var missing = Assert.Throws<ServerSettingsException>(() => Read((Certificate, Path.Combine(_folder, "none.pfx"))));
        var keyless = Assert.Throws<ServerSettingsException>(() => Read((Certificate, bare)));

        Assert.Contains("WITHINGS_SYNC_MASTER_CERTIFICATE_PASSWORD", wrong.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, wrong.Message, StringComparison.Ordinal);
        Assert.Contains("none.pfx", missing.Message, StringComparison.Ordinal);
        Assert.Contains("no private key", keyless.Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private MasterKeys Read(params (string Name, string Value)[] settings)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["WITHINGS_CLIENT_ID"] = "id",
            ["WITHINGS_CLIENT_SECRET"] = "secret",
            ["WITHINGS_REDIRECT_URI"] = LoopbackWorld.Callback,
            ["WITHINGS_SYNC_SECRETS"] = Path.Combine(_folder, "secrets"),
        };
        foreach (var (name, value) in settings)
        {
            environment[name] = value;
            environment[$"{name}_PASSWORD"] = Password;
        }

        return ServerSettings.Read(new(Path.Combine(_folder, "data"), _folder, environment, new Dictionary<string, string>(StringComparer.Ordinal)), ["http://127.0.0.1:0"]).MasterKeys;
    }

    private string Write(string name, AsymmetricAlgorithm key, int years = 1, string password = Password)
    {
        var path = Path.Combine(_folder, name);
        using var certificate = Make(key, years);
        File.WriteAllBytes(path, certificate.Export(X509ContentType.Pkcs12, password));
        return path;
    }

    private static X509Certificate2 Make(AsymmetricAlgorithm key, int years) =>
        (key is RSA rsa
            ? new CertificateRequest("CN=withings-sync", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            : new CertificateRequest("CN=withings-sync", (ECDsa)key, HashAlgorithmName.SHA256)).CreateSelfSigned(Now, Now.AddYears(years));
}
