using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WithingsSync.Pipeline.Budget;
using WithingsSync.Server.Budget;
using WithingsSync.Server.Secrets;
using WithingsSync.Server.Settings;
using WithingsSync.Storage.Secrets;
using WithingsSync.Storage.Server;
using WithingsSync.Withings;

namespace WithingsSync.Server;

/// <summary>What stands under the slices: the database, the locks, the budget, the application at Withings.</summary>
internal static partial class OpenedStore
{
    /// <summary>Opens the database, and seals its keys anew when the master key has changed.</summary>
    public static async Task<ServerDatabase> OpenAsync(ServerSettings settings, ServerOutside outside, CancellationToken cancellationToken)
    {
        var database = settings.Store.Open(outside.Time);
        try
        {
            if (await KeyTable.SealAnewAsync(new(database), settings.MasterKeys, cancellationToken) is > 0 and var count)
            {
                Log.SealedAnew(outside.Loggers.CreateLogger("withings-sync.keys"), count, settings.MasterKeys.Current.Id);
            }

            if (database.IsPooled)
            {
                Log.Pooled(outside.Loggers.CreateLogger("withings-sync.store"));
            }

            return database;
        }
        catch (CryptographicException unknown)
        {
            database.Dispose();
            throw new ServerSettingsException([unknown.Message]);
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    public static IServiceCollection AddStore(this IServiceCollection services, ServerDatabase database)
    {
        // By a factory, so that the container disposes it, after everything that uses it.
        services.AddSingleton(_ => database);
        services.AddSingleton<ProcessLocks>();
        return services.AddSingleton(provider => new IntegrationStore(
            provider.GetRequiredService<ServerDatabase>(), provider.GetRequiredService<ISecretSeal>(), provider.GetRequiredService<ProcessLocks>().AcquireAsync));
    }

    public static IServiceCollection AddWithings(this IServiceCollection services, ServerSettings settings, ServerOutside outside)
    {
        services.AddSingleton(new BudgetRules { PerMinute = settings.Withings.RequestsPerMinute ?? BudgetRules.Default.PerMinute });
        services.AddSingleton<BudgetStore>();
        services.AddSingleton(provider => new SharedBudget(
            provider.GetRequiredService<BudgetStore>(), outside.Time, provider.GetRequiredService<ServerDatabase>().Postgres is not null, Environment.MachineName,
            provider.GetRequiredService<ILogger<SharedBudget>>()));
        services.AddSingleton<IRequestBudget>(provider => provider.GetRequiredService<SharedBudget>());
        return services.AddSingleton(provider => WithingsApplication.Create(
            settings.Withings, provider.GetRequiredService<IRequestBudget>(), outside.Time, provider.GetRequiredService<ILoggerFactory>(), outside.ToWithings));
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "{Count} keys were sealed anew by master key {Id}; the earlier one is no longer needed.")]
        public static partial void SealedAnew(ILogger logger, int count, string id);

        [LoggerMessage(LogLevel.Warning, "A pooler (PgBouncer) stands before PostgreSQL. It has to keep sessions (pool_mode = session): the locks between nodes do not survive anything else.")]
        public static partial void Pooled(ILogger logger);
    }
}
