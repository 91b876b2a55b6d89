using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using WithingsSync.Server.Connect;
using WithingsSync.Server.Jobs.Scheduling;
using WithingsSync.Server.Pulls;
using WithingsSync.Storage.Server;

namespace WithingsSync.Server.Jobs;

/// <summary>The working half of the server.</summary>
public static class JobsServices
{
    /// <summary>The jobs, and the engine that runs them.</summary>
    public static IServiceCollection AddJobs(this IServiceCollection services, ServerDatabase database, JobsOptions options, TimeProvider time)
    {
        services.AddJobBodies(options).AddJobEngine(database, options, time);
        services.AddSingleton<NotificationSchedule>();
        services.AddSingleton<Waker>();
        services.AddSingleton<Replay>();
        services.AddSingleton<IConnectedHandler>(provider => provider.GetRequiredService<Waker>());
        return services.AddHostedService<JobClock>().AddHostedService<Dispatcher>().AddHostedService<DeliverySummons>();
    }

    /// <summary>What the jobs do, without the engine: a simulated day drives it by hand.</summary>
    public static IServiceCollection AddJobBodies(this IServiceCollection services, JobsOptions options) => services.AddSingleton(options)
        .AddSingleton<BackfillStore>().AddSingleton<WatchStore>()
        .AddSingleton<PullDesk>().AddSingleton<Persistence>().AddSingleton<Subscriptions>().AddSingleton<Chores>().AddSingleton<WindowCheck>()
        .AddSingleton<ConnectedWork>().AddSingleton<IConnectedHandler>(provider => provider.GetRequiredService<ConnectedWork>())
        .AddSingleton<IBackfillProgress>(provider => provider.GetRequiredService<ConnectedWork>())
        .AddSingleton<NotificationWork>().AddSingleton<Housekeeping>().AddSingleton<PeriodicWork>().AddSingleton<RefreshWork>().AddSingleton<BackfillWork>().AddSingleton<WebhookWork>().AddDelivery();

    private static IServiceCollection AddDelivery(this IServiceCollection services)
    {
        // Without the web half, which has them too, a simulated day needs them all the same.
        services.TryAddSingleton<DestinationLinkStore>();
        services.TryAddSingleton<DueReadings>();
        services.TryAddSingleton<WorkStore>();
        services.TryAddSingleton<AccessTokenStore>();
        services.TryAddSingleton<OAuthClientStore>();
        services.TryAddSingleton<OAuthCodeStore>();
        services.TryAddSingleton<OAuthGrantStore>();
        return services.AddSingleton<DeliverWork>();
    }
}
