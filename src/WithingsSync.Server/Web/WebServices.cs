using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WithingsSync.Server.McpEndpoint;
using WithingsSync.Server.People;

namespace WithingsSync.Server.Web;

/// <summary>What all routes have in common.</summary>
internal static class WebServices
{
    /// <summary>Shorter than a terminal's or an orchestrator's patience.</summary>
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(4);

    public static IServiceCollection AddWeb(this IServiceCollection services, ServerOutside outside)
    {
        services.AddLogging(logging =>
        {
            logging.ClearProviders().SetMinimumLevel(LogLevel.Debug).AddProvider(new ForwardedLog(outside.Loggers));

            // Their lines show whole addresses, in whose queries secrets stand.
            logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("System", LogLevel.Warning);

            // One line for each request to Withings, and the engine's own housekeeping, are nothing for a log that is kept.
            logging.AddFilter("withings", LogLevel.Warning).AddFilter("Quartz", LogLevel.Warning).AddFilter("ModelContextProtocol", LogLevel.Warning);
            logging.AddFilter("WithingsSync", LogLevel.Debug).AddFilter("withings-sync", LogLevel.Debug);

            // The framework's base class writes a line or two for every request without a good token: a stranger's pen in our log.
            logging.AddFilter(typeof(BearerHandler).FullName, LogLevel.Warning);

            // Why it did not start is told by who started it; that a part of it died, and it stops for that, by nobody else.
            logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        });
        services.AddProblemDetails();
        services.AddExceptionHandler<StoreFailures>();
        services.Configure<JsonOptions>(options => ServerJson.AddTo(options.SerializerOptions));
        return services.Configure<HostOptions>(options => options.ShutdownTimeout = LongestStop);
    }

    public static void UseWeb(this WebApplication web)
    {
        web.UseMiddleware<RequestLog>();
        web.UseSecurityHeaders();
        web.UseExceptionHandler();

        // A bare status gets words, but for the webhook's, which nobody reads (NotificationRoutes).
        web.UseStatusCodePages();
        web.UseRouting();
        web.UseLongBodies();
        web.UseBrowserPages();
        web.UseAuthentication();
        web.UseAuthorization();
    }
}
