using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using WithingsSync.Server.Settings;
using WithingsSync.Server.Web;

namespace WithingsSync.Server.Operations;

/// <summary>What an operator, an orchestrator and a curious browser ask.</summary>
internal static class OperationRoutes
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public static IServiceCollection AddOperations(this IServiceCollection services) => services.AddSingleton<IReadiness, StoreReadiness>();

    public static IEndpointRouteBuilder MapOperations(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/health", [HttpMethods.Get, HttpMethods.Head], Live).AllowAnonymous();
        routes.MapMethods("/health/live", [HttpMethods.Get, HttpMethods.Head], Live).AllowAnonymous();
        routes.MapMethods("/health/ready", [HttpMethods.Get, HttpMethods.Head], ReadyAsync).AllowAnonymous();
        routes.MapGet("/", Start).AllowAnonymous();
        return routes;
    }

    private static Ok<HealthAnswer> Live() => TypedResults.Ok(new HealthAnswer("healthy"));

    private static async Task<JsonHttpResult<HealthAnswer>> ReadyAsync(IEnumerable<IReadiness> parts, TimeProvider time, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var part in parts)
        {
            using var limit = new CancellationTokenSource(Patience, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
            try
            {
                // The databases answer on the calling thread: on another one, so that a hanging one does not hang this answer.
                found[part.Name] = await Task.Run(() => part.FindIllnessAsync(either.Token), either.Token).WaitAsync(either.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                found[part.Name] = "does not answer in time";
            }
        }

        var isReady = found.Values.All(illness => illness is null);
        return TypedResults.Json(
            new HealthAnswer(isReady ? "ready" : "not ready", found), statusCode: isReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    private static ContentHttpResult Start(ServerSettings settings, ServerOutside outside) => Page.Of(
        "withings-sync", StatusCodes.Status200OK, [
        "This server brings people's Withings data to the application it belongs to.",
        "Add a person on this machine: withings-sync user add NAME. It prints the token, which goes into the header Authorization: Bearer.",
        "Connect: GET /api/v1/integrations/withings/authorize, and open the address it answers in a browser. Then: GET /api/v1/integrations/withings/status.",
        $"Is it well: /health/ready. Notifications from Withings: {(settings.PublicUrl is null ? "off, because PUBLIC_URL is not set; data is polled" : "on")}.",
        "Everything else: docs/server.md.", .. outside.Notes]);
}
