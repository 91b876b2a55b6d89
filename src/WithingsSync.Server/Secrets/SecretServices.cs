using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using WithingsSync.Server.Settings;
using WithingsSync.Storage.Secrets;
using WithingsSync.Storage.Server;

namespace WithingsSync.Server.Secrets;

/// <summary>Tokens at rest (docs/decisions/0026-two-layers-of-keys.md).</summary>
internal static class SecretServices
{
    public static IServiceCollection AddSecrets(this IServiceCollection services, ServerSettings settings)
    {
        services.AddSingleton(settings.MasterKeys);
        services.AddSingleton<ProtectionKeyStore>();
        services.AddSingleton<KeyTable>();
        services.AddDataProtection().SetApplicationName("withings-sync");
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(provider => new ConfigureOptions<KeyManagementOptions>(options =>
        {
            options.XmlRepository = provider.GetRequiredService<KeyTable>();
            options.XmlEncryptor = new MasterKeyEncryptor(provider.GetRequiredService<MasterKeys>());
        }));
        return services.AddSingleton<ISecretSeal, ProtectedSeal>();
    }

    /// <summary>
    /// Before anything is sealed: nodes that start together on an empty database make one key, one after the other, for each would know its own only until its next look a
    /// day later.
    /// </summary>
    public static async Task PrepareSecretsAsync(this IServiceProvider services, CancellationToken cancellationToken)
    {
        await using var held = await services.GetRequiredService<ProcessLocks>().AcquireAsync("protection keys", cancellationToken);
        services.GetRequiredService<ISecretSeal>().Seal("the first seal looks for a key, and makes one when there is none");
    }
}
