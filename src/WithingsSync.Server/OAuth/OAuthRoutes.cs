using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using WithingsSync.Server.McpEndpoint;
using WithingsSync.Server.People;
using WithingsSync.Server.Settings;
using WithingsSync.Server.Web;
using WithingsSync.Storage.Server;
using RequestSizeLimitAttribute = Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute;

namespace WithingsSync.Server.OAuth;

/// <summary>The sign-in of hosted assistants: a small authorization server of OAuth 2.1 beside what it protects.</summary>
internal static class OAuthRoutes
{
    private const int LargestBody = 16 * 1024;

    public static IServiceCollection AddOAuth(this IServiceCollection services)
    {
        services.Configure<JsonOptions>(options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, OAuthJson.Default));
        services.TryAddSingleton<OAuthClientStore>();
        services.TryAddSingleton<OAuthCodeStore>();
        services.TryAddSingleton<OAuthGrantStore>();
        services.AddAuthorizationBuilder().AddPolicy(ClientAccess.Policy, policy => policy.RequireAssertion(context => ClientAccess.MayRead(context.User)));
        return services.AddSingleton<AuthorizeReader>().AddSingleton<OAuthLimits>();
    }

    public static void MapOAuth(this IEndpointRouteBuilder routes, ServerSettings settings)
    {
        var open = routes.MapGroup("").AllowAnonymous();
        var described = open.MapGroup("").OpenToPages();
        described.MapGet(OAuthAddresses.ResourceMetadataPath, DescribeResource);
        described.MapGet(OAuthAddresses.ResourceMetadataPath + OAuthAddresses.McpPath, DescribeResource);
        described.MapGet(OAuthAddresses.ServerMetadataPath, DescribeServer);
        if (settings.PublicUrl?.AbsolutePath is { Length: > 1 } prefix)
        {
            // RFC 8414 and RFC 9728 put the prefix behind; a proxy passes these two on as they are.
            described.MapGet(OAuthAddresses.ServerMetadataPath + prefix, DescribeServer);
            described.MapGet(OAuthAddresses.ResourceMetadataPath + prefix + OAuthAddresses.McpPath, DescribeResource);
        }

        var group = open.MapGroup(OAuthAddresses.Group).WithMetadata(new RequestSizeLimitAttribute(LargestBody));
        group.MapPost("/register", Registration.RegisterAsync).OpenToPages();
        group.MapGet("/authorize", AuthorizeRoutes.AskAsync);
        group.MapPost("/authorize", AuthorizeRoutes.AnswerAsync);
        group.MapPost("/token", TokenRoutes.ExchangeAsync).OpenToPages();
        group.MapPost("/revoke", TokenRoutes.RevokeAsync).OpenToPages();

        var grants = routes.MapGroup("/api/v1/oauth/grants").RequireAuthorization(PeopleRoles.Person);
        grants.MapGet("/", ListAsync);
        grants.MapDelete("/{id}", EndAsync);
    }

    /// <summary>There is no sign-in for clients over plain HTTP.</summary>
    public static ProblemHttpResult Closed() =>
        Problem.NotFound("Assistants sign in over https only: PUBLIC_URL must be set to this server's https address (docs/server.md). Personal access tokens work.");

    private static IResult DescribeResource(HttpContext context, ServerSettings settings) =>
        OAuthAddresses.Find(context.Request, settings) is { } addresses ? TypedResults.Ok(new ResourceAnswer(addresses.Resource, [addresses.Issuer])) : Closed();

    private static IResult DescribeServer(HttpContext context, ServerSettings settings) =>
        OAuthAddresses.Find(context.Request, settings) is { } addresses
            ? TypedResults.Ok(new IssuerAnswer(addresses.Issuer, addresses.At("/authorize"), addresses.At("/token"), addresses.At("/register"), addresses.At("/revoke")))
            : Closed();

    private static async Task<Ok<IReadOnlyList<OAuthGrantAnswer>>> ListAsync(ClaimsPrincipal user, OAuthGrantStore grants, TimeProvider time, CancellationToken cancellationToken) =>
        TypedResults.Ok<IReadOnlyList<OAuthGrantAnswer>>([.. (await grants.ListAsync(user.Account(), time.GetUtcNow(), cancellationToken)).Select(OAuthGrantAnswer.From)]);

    private static async Task<Results<NoContent, ProblemHttpResult>> EndAsync(string id, ClaimsPrincipal user, OAuthGrantStore grants, CancellationToken cancellationToken) =>
        !id.Contains('\0', StringComparison.Ordinal) && await grants.EndAsync(user.Account(), id, cancellationToken) ? TypedResults.NoContent() : Problem.NotFound("You let no client of that id read.");
}
