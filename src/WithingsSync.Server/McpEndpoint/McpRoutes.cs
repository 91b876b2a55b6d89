using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using ModelContextProtocol.Server;
using WithingsSync.Mcp;
using WithingsSync.Mcp.Asking;
using WithingsSync.Mcp.Covering;
using WithingsSync.Server.Jobs;
using WithingsSync.Server.OAuth;
using WithingsSync.Server.People;
using WithingsSync.Server.Pulls;
using WithingsSync.Server.Settings;
using WithingsSync.Storage;
using WithingsSync.Storage.Server;

namespace WithingsSync.Server.McpEndpoint;

/// <summary>The tools for assistants, over HTTP, and who used them.</summary>
internal static partial class McpRoutes
{
    public const string Path = "/mcp";

    private static readonly string Version = typeof(McpRoutes).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    public static IServiceCollection AddMcp(this IServiceCollection services, ServerSettings settings)
    {
        // A node that takes no part in the jobs pulls for its answers all the same.
        services.TryAddSingleton(JobsOptions.Of(settings));
        services.TryAddSingleton<BackfillStore>();
        services.TryAddSingleton<WatchStore>();
        services.TryAddSingleton<Subscriptions>();
        services.TryAddSingleton<PullDesk>();
        services.AddHttpContextAccessor();
        services.AddBrowserPages(settings);
        services.AddSingleton<InteractivePulls>().AddSingleton<Freshness>().AddSingleton<ICoverHost, ServerCover>();
        services.AddSingleton(all => new Coverer(all.GetRequiredService<ICoverHost>(), all.GetRequiredService<ServerDatabase>().Records, all.GetRequiredService<TimeProvider>()));
        services.AddSingleton<AskingClient>().AddSingleton<McpSessions>();
        return services.AddScoped<IToolHost, ServerToolHost>();
    }

    public static void MapMcp(this IEndpointRouteBuilder routes, ServerSettings settings)
    {
        var hosts = settings.Mcp.AllowedHosts.Concat(settings.Urls.Select(HostOf).OfType<string>());
        var logger = routes.ServiceProvider.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(McpRoutes).FullName!);
        var asking = routes.ServiceProvider.GetRequiredService<AskingClient>();
        routes.MapMcp(Path, Options, new(settings.PublicUrl, hosts, settings.Mcp.AllowedOrigins), routes.ServiceProvider.GetRequiredService<McpSessions>())
            .RequireAuthorization(PeopleRoles.Reader).AcceptClients().OpenToPages();
        routes.MapReads();

        McpServerOptions Options()
        {
            var options = WithingsTools.Options(Version, error => Explain(error, logger));
            asking.Watch(options);
            return options;
        }
    }

    /// <summary>The database's own words may name its host; they stand in the log.</summary>
    private static ToolException? Explain(Exception error, ILogger logger)
    {
        if (error is not ArchiveException)
        {
            return null;
        }

        Log.StoreFailed(logger, error);
        return new("unavailable", "The server's database does not answer.", "Ask again in a moment.") { RetryAfter = TimeSpan.FromSeconds(30) };
    }

    /// <summary>An address to listen on names the server, unless it means every address of the machine.</summary>
    private static string? HostOf(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Host is not ("0.0.0.0" or "[::]" or "+" or "*") ? address.Host : null;

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "The store failed while an assistant read.")]
        public static partial void StoreFailed(ILogger logger, Exception exception);
    }
}
