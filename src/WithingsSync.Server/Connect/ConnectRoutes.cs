using System.Buffers.Text;
using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Server.People;
using WithingsSync.Server.Settings;
using WithingsSync.Server.Web;
using WithingsSync.Storage.Server;
using WithingsSync.Withings;

namespace WithingsSync.Server.Connect;

/// <summary>A person's connection to Withings: begin, come back, look, end.</summary>
internal static class ConnectRoutes
{
    private const string Group = "/api/v1/integrations/withings";
    private const string Cookie = "withings_sync_connect";
    private const int StartsPerMinute = 5;

    public static IServiceCollection AddConnect(this IServiceCollection services)
    {
        services.AddSingleton<ConnectStateStore>();
        services.AddSingleton<RevocationStore>();
        services.AddSingleton<Withdrawal>();
        services.AddSingleton<Connection>();
        services.AddSingleton<Disconnection>();
        return services;
    }

    public static RouteGroupBuilder MapConnect(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Group).RequireAuthorization(PeopleRoles.Person);
        group.MapGet("/authorize", AuthorizeAsync);
        group.MapGet("/status", StatusAsync);
        group.MapDelete("/disconnect", DisconnectAsync);

        // The person's browser comes from Withings with nothing but the state.
        var anybody = routes.MapGroup(Group).AllowAnonymous();
        anybody.MapGet("/callback", CallbackAsync);

        // Whether the address is there, as Withings asks when it is registered; no state is used up by that.
        anybody.MapMethods("/callback", [HttpMethods.Head], () => TypedResults.Ok());
        return group;
    }

    private static async Task<Results<Ok<AuthorizeAnswer>, ProblemHttpResult>> AuthorizeAsync(
        ClaimsPrincipal user, HttpContext context, ConnectStateStore states, WithingsApplication withings, ServerSettings settings, TimeProvider time,
        CancellationToken cancellationToken, string? mode = null, string? browser = null)
    {
        var isDemo = mode == "demo";
        if (mode is not null && (!isDemo || !settings.AllowDemo))
        {
            return Problem.BadRequest(isDemo ? "This server does not connect the demo person. Set Withings:AllowDemo to true to allow it." : "The only mode is demo.");
        }

        if (browser is not (null or "0" or "1"))
        {
            return Problem.BadRequest("browser must be 1, when the answer is shown to the browser that goes on to Withings, or left out.");
        }

        var (state, cookie) = (Random(), browser == "1" ? Random() : null);
        if ((await states.StartAsync(user.Account(), state, cookie, StartsPerMinute, time.GetUtcNow(), cancellationToken)).RetryAfter is { } wait)
        {
            var seconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
            return Problem.Of(StatusCodes.Status429TooManyRequests, $"A connection can be begun {StartsPerMinute} times a minute. Try again in {seconds} s.");
        }

        if (cookie is not null)
        {
            context.Response.Cookies.Append(Cookie, cookie, CookieOptions(settings));
        }

        return TypedResults.Ok(new AuthorizeAnswer(withings.AuthorizeUrl(state, settings.Scopes, isDemo).AbsoluteUri, state));
    }

    private static async Task<IResult> CallbackAsync(
        HttpContext context, Connection connection, ServerSettings settings, CancellationToken cancellationToken, string? code = null, string? state = null, string? error = null)
    {
        var reason = await connection.CompleteAsync(code, state, error, context.Request.Cookies[Cookie], cancellationToken);
        context.Response.Cookies.Delete(Cookie, CookieOptions(settings));
        if (settings.AppRedirectUri is { } app)
        {
            // Only to where the settings say: what the query says is never followed, nor repeated.
            return TypedResults.Redirect(WithQuery(app, reason is null ? "success=true" : $"success=false&error={reason.Code}"));
        }

        return reason is null
            ? Page.Of("Withings is connected", StatusCodes.Status200OK, "Your data comes in by itself from now on. You can close this page.")
            : Page.Of("Withings is not connected", StatusCodes.Status400BadRequest, reason.Sentence, $"({reason.Code})");
    }

    private static async Task<Results<Ok<ConnectedAnswer>, Ok<NotConnectedAnswer>>> StatusAsync(
        ClaimsPrincipal user, IntegrationStore integrations, ServerDatabase database, IServiceProvider services, CancellationToken cancellationToken)
    {
        var account = user.Account();
        var found = await integrations.FindAsync(account, cancellationToken);
        if (found is not { IsActive: true } integration)
        {
            return TypedResults.Ok(new NotConnectedAnswer(SyncError: found?.Error));
        }

        var records = (await database.Records.SummariseAsync(account, cancellationToken)).Where(summary => summary.Count > 0).ToDictionary(summary => summary.Feed, summary => summary.Count);
        var refused = new List<Feed>();
        foreach (var feed in Enum.GetValues<Feed>())
        {
            if ((await database.Records.FindStateAsync(account, feed, cancellationToken)).NotGranted)
            {
                refused.Add(feed);
            }
        }

        var backfill = services.GetService<IBackfillProgress>() is { } progress ? await progress.FindAsync(account, cancellationToken) : null;
        return TypedResults.Ok(ConnectedAnswer.From(integration, records, refused, backfill));
    }

    private static async Task<Results<Ok<DisconnectAnswer>, ProblemHttpResult>> DisconnectAsync(
        ClaimsPrincipal user, HttpContext context, Disconnection disconnection, bool erase = false)
    {
        var end = await disconnection.EndAsync(user.Account(), erase);
        if (end == DisconnectEnd.NotErasedYet)
        {
            context.Response.Headers.RetryAfter = "10";
            return Problem.Of(StatusCodes.Status503ServiceUnavailable, "You are disconnected, but data is still coming in, so nothing was erased yet. Send this again in ten seconds.");
        }

        return TypedResults.Ok(new DisconnectAnswer(end == DisconnectEnd.Disconnected));
    }

    private static string Random() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    private static string WithQuery(Uri link, string query) => $"{link.OriginalString}{(link.OriginalString.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{query}";

    private static CookieOptions CookieOptions(ServerSettings settings) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        Secure = settings.PublicUrl?.Scheme == Uri.UriSchemeHttps,
        Path = settings.PublicUrl is { AbsolutePath: { Length: > 1 } prefix } ? prefix + ServerSettings.CallbackPath : ServerSettings.CallbackPath,
        MaxAge = ConnectStateStore.Lifetime,
    };
}
