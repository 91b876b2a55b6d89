using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;
using WithingsSync.Server.Settings;

namespace WithingsSync.Server.McpEndpoint;

/// <summary>
/// Assistants that are pages of a browser (CORS). Those of <c>Mcp:AllowedOrigins</c> may call the tools and sign in, and read the answers; a browser that asks for any other
/// page is told that it may not. No cookie takes part: whoever calls shows a token.
/// </summary>
internal static class BrowserPages
{
    private const string Policy = "pages of assistants";

    /// <summary>For so long a browser need not ask again.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(10);

    public static IServiceCollection AddBrowserPages(this IServiceCollection services, ServerSettings settings) => services.AddCors(options => options.AddPolicy(Policy, policy => policy
        .WithOrigins([.. settings.Mcp.AllowedOrigins.Select(McpDoor.NameOf)])
        .WithMethods(HttpMethods.Get, HttpMethods.Post)
        .AllowAnyHeader()
        .WithExposedHeaders(HeaderNames.WWWAuthenticate, HeaderNames.RetryAfter, McpSessions.Header)
        .SetPreflightMaxAge(Remembered)));

    /// <summary>After the routes are known, before anybody is asked for a token: a browser's question carries none.</summary>
    public static IApplicationBuilder UseBrowserPages(this IApplicationBuilder app)
    {
        app.Use((context, next) => IsStrangersQuestion(context) ? McpDoor.Stranger().ExecuteAsync(context) : next(context));
        return app.UseCors();
    }

    /// <summary>These routes may be used by the pages that are let in.</summary>
    public static TBuilder OpenToPages<TBuilder>(this TBuilder routes)
        where TBuilder : IEndpointConventionBuilder => routes.RequireCors(Policy);

    private static bool IsStrangersQuestion(HttpContext context)
    {
        var request = context.Request;
        return HttpMethods.IsOptions(request.Method) && request.Headers.AccessControlRequestMethod.Count > 0
            && context.GetEndpoint()?.Metadata.GetMetadata<IEnableCorsAttribute>()?.PolicyName == Policy
            && !IsLetIn(context);
    }

    private static bool IsLetIn(HttpContext context)
    {
        var policies = context.RequestServices.GetRequiredService<Microsoft.Extensions.Options.IOptions<CorsOptions>>().Value;
        return context.Request.Headers.Origin is [{ } origin] && policies.GetPolicy(Policy)!.IsOriginAllowed(origin);
    }
}
