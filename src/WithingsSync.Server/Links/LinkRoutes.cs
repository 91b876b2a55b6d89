using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Server.People;
using WithingsSync.Server.Pulls;
using WithingsSync.Server.Web;
using WithingsSync.Storage.Server;
using RequestSizeLimitAttribute = Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute;

namespace WithingsSync.Server.Links;

/// <summary>A person's destinations: look, link, give a code, unlink.</summary>
internal static class LinkRoutes
{
    private const int LongestUserName = 254;
    private const int LongestPassword = 256;
    private const int LongestCode = 20;
    private const int LargestBody = 4096;

    /// <summary>Passwords and codes that a person may give: nobody is to try out passwords at a destination through this server, nor to have it shut out there.</summary>
    private static readonly (int Most, TimeSpan Span)[] Limits = [(5, TimeSpan.FromMinutes(1)), (30, TimeSpan.FromDays(1))];

    public static IServiceCollection AddLinks(this IServiceCollection services)
    {
        services.Configure<JsonOptions>(options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, LinkJson.Default));
        services.TryAddSingleton<DestinationLinkStore>();
        services.TryAddSingleton<DueReadings>();
        services.TryAddSingleton<WorkStore>();
        return services.AddSingleton<DestinationSecretStore>().AddSingleton<DestinationLines>().AddSingleton<LinkDesk>().AddSingleton<LinkStates>();
    }

    public static RouteGroupBuilder MapLinks(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/destinations").RequireAuthorization(PeopleRoles.Person).WithMetadata(new RequestSizeLimitAttribute(LargestBody));
        group.MapGet("/", ListAsync);
        group.MapPut("/garmin", LinkGarminAsync);
        group.MapPost("/garmin/code", GiveCodeAsync);
        group.MapPut("/trainerroad", LinkTrainerRoadAsync);
        group.MapDelete("/{name}", UnlinkAsync);
        return group;
    }

    private static async Task<Ok<DestinationsAnswer>> ListAsync(ClaimsPrincipal user, LinkStates states, CancellationToken cancellationToken) =>
        TypedResults.Ok(new DestinationsAnswer(await states.ReadAsync(user.Account(), cancellationToken)));

    private static async Task<IResult> LinkGarminAsync(
        GarminRequest request, ClaimsPrincipal user, HttpContext context, LinkDesk desk, DestinationLinkStore links, TimeProvider time, IHostApplicationLifetime lifetime)
    {
        if (CredentialProblem(request.Username, request.Password) is { } problem)
        {
            return problem;
        }

        if (!TryReadSince(request.Since, time, out var since))
        {
            return Problem.BadRequest("since must be a day or a moment in the past, as 2026-01-31 or 2026-01-31T08:00:00Z.");
        }

        return await TooOftenAsync(user.Account(), context, links, time)
            ?? Answer(context, time, await desk.LinkGarminAsync(
                user.Account(), new(request.Username!.Trim(), request.Password!, request.China, request.BloodPressure, since), lifetime.ApplicationStopping));
    }

    private static async Task<IResult> GiveCodeAsync(
        CodeRequest request, ClaimsPrincipal user, HttpContext context, LinkDesk desk, DestinationLinkStore links, TimeProvider time, IHostApplicationLifetime lifetime)
    {
        var code = request.Code?.Trim();
        if (code is not { Length: > 0 and <= LongestCode } || !code.All(char.IsAsciiLetterOrDigit))
        {
            return Problem.BadRequest($"code must be the 1 to {LongestCode} letters or digits that Garmin sent.");
        }

        return await TooOftenAsync(user.Account(), context, links, time) ?? Answer(context, time, await desk.GiveCodeAsync(user.Account(), code, lifetime.ApplicationStopping));
    }

    private static async Task<IResult> LinkTrainerRoadAsync(
        TrainerRoadRequest request, ClaimsPrincipal user, HttpContext context, LinkDesk desk, DestinationLinkStore links, TimeProvider time, IHostApplicationLifetime lifetime) =>
        CredentialProblem(request.Username, request.Password)
        ?? await TooOftenAsync(user.Account(), context, links, time)
        ?? Answer(context, time, await desk.LinkTrainerRoadAsync(
            user.Account(), new(request.Username!.Trim(), request.Password!, IsChina: false, BloodPressure: false, Since: null), lifetime.ApplicationStopping));

    private static async Task<IResult> UnlinkAsync(string name, ClaimsPrincipal user, HttpContext context, LinkDesk desk, TimeProvider time) =>
        !DestinationLines.All.Any(one => one.Name == name) ? Problem.NotFound("The destinations are garmin and trainerroad.")
        : await desk.UnlinkAsync(user.Account(), name, CancellationToken.None) is { } refused ? Answer(context, time, refused)
        : TypedResults.NoContent();

    private static IResult Answer(HttpContext context, TimeProvider time, LinkOutcome outcome)
    {
        switch (outcome)
        {
            case LinkOutcome.Linked:
                return TypedResults.Ok(new LinkAnswer("linked"));
            case LinkOutcome.NeedsCode wanted:
                return TypedResults.Accepted("/api/v1/destinations/garmin/code", new LinkAnswer("needs_code", wanted.Method, wanted.SentTo, wanted.ValidUntil));
            case LinkOutcome.Refused refused:
                if (refused.RetryAt is { } at)
                {
                    RetryAfter(context, at - time.GetUtcNow());
                }

                return Problem.Of(refused.Status, refused.Sentence);
            default:
                throw new InvalidOperationException("There is no such outcome.");
        }
    }

    private static async Task<ProblemHttpResult?> TooOftenAsync(AccountId account, HttpContext context, DestinationLinkStore links, TimeProvider time)
    {
        if (await links.CountAttemptAsync(account, time.GetUtcNow(), Limits, context.RequestAborted) is not { } wait)
        {
            return null;
        }

        var seconds = RetryAfter(context, wait);
        return Problem.Of(
            StatusCodes.Status429TooManyRequests,
            $"Passwords and codes can be given {Limits[0].Most} times a minute and {Limits[1].Most} times a day. Try again in {seconds.ToString(CultureInfo.InvariantCulture)} s.");
    }

    private static int RetryAfter(HttpContext context, TimeSpan wait)
    {
        var seconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));
        context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return seconds;
    }

    private static ProblemHttpResult? CredentialProblem(string? userName, string? password) =>
        string.IsNullOrWhiteSpace(userName) || userName.Trim().Length > LongestUserName || userName.Any(char.IsControl) ? Problem.BadRequest($"username must have 1 to {LongestUserName} printable characters.")
        : string.IsNullOrEmpty(password) || password.Length > LongestPassword || password.Any(char.IsControl) ? Problem.BadRequest($"password must have 1 to {LongestPassword} printable characters.")
        : null;

    private static bool TryReadSince(string? text, TimeProvider time, out DateTimeOffset? since)
    {
        since = null;
        if (text is null)
        {
            return true;
        }

        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment)
            || moment > time.GetUtcNow() || moment < DateTimeOffset.UnixEpoch)
        {
            return false;
        }

        since = moment;
        return true;
    }
}
