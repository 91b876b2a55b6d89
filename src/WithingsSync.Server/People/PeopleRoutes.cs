using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Server.Connect;
using WithingsSync.Server.Web;
using WithingsSync.Storage.Server;

namespace WithingsSync.Server.People;

/// <summary>Who may do what, and the administrators' routes for people and tokens.</summary>
internal static class PeopleRoutes
{
    private const int LongestName = 200;

    public static IServiceCollection AddPeople(this IServiceCollection services)
    {
        services.AddSingleton<PeopleStore>();
        services.AddSingleton<AccessTokenStore>();
        services.AddAuthentication(PeopleRoles.Scheme).AddScheme<AuthenticationSchemeOptions, BearerHandler>(PeopleRoles.Scheme, configureOptions: null);

        // A route that says nothing else demands a person; what is no route, a bearer, who then hears that it is none.
        services.AddAuthorizationBuilder()
            .AddDefaultPolicy(PeopleRoles.Person, policy => policy.RequireClaim(PeopleRoles.Account).RequireClaim(PeopleRoles.Privacy, nameof(Privacy.Full)))
            .AddPolicy(PeopleRoles.Reader, policy => policy.RequireClaim(PeopleRoles.Account))
            .AddFallbackPolicy("anybody known", policy => policy.RequireAuthenticatedUser())
            .AddPolicy(PeopleRoles.Admin, policy => policy.RequireClaim(PeopleRoles.Kind, nameof(AccessTokenKind.Admin)));
        return services;
    }

    /// <returns>The group of all administrators' routes, to which others add theirs.</returns>
    public static RouteGroupBuilder MapPeople(this IEndpointRouteBuilder routes)
    {
        var admin = routes.MapGroup("/api/v1/admin").RequireAuthorization(PeopleRoles.Admin);
        admin.MapGet("/people", ListAsync);
        admin.MapPost("/people", AddAsync);
        admin.MapGet("/people/{id}", FindAsync);
        admin.MapPut("/people/{id}", RenameAsync);
        admin.MapDelete("/people/{id}", RemoveAsync);
        admin.MapGet("/people/{id}/tokens", ListTokensAsync);
        admin.MapPost("/people/{id}/tokens", IssueForPersonAsync);
        admin.MapGet("/tokens", ListAllTokensAsync);
        admin.MapPost("/tokens", IssueAsync);
        admin.MapDelete("/tokens/{id}", RevokeAsync);
        return admin;
    }

    private static async Task<Ok<IReadOnlyList<PersonAnswer>>> ListAsync(PeopleStore people, CancellationToken cancellationToken) =>
        TypedResults.Ok<IReadOnlyList<PersonAnswer>>([.. (await people.ListAsync(cancellationToken)).Select(PersonAnswer.From)]);

    private static async Task<Results<Created<PersonAnswer>, ProblemHttpResult>> AddAsync(PersonRequest request, PeopleStore people, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!IsName(request.Name) || (request.Subject is not null && !IsName(request.Subject)))
        {
            return NameProblem();
        }

        return await people.AddAsync(request.Name!.Trim(), request.Subject, time.GetUtcNow(), cancellationToken) is { } person
            ? TypedResults.Created($"/api/v1/admin/people/{person.Id}", PersonAnswer.From(person))
            : Problem.Conflict("Somebody has that name or that subject already. Choose another.");
    }

    private static async Task<Results<Ok<PersonAnswer>, ProblemHttpResult>> FindAsync(string id, PeopleStore people, CancellationToken cancellationToken) =>
        await people.FindAsync(new(id), cancellationToken) is { } person ? TypedResults.Ok(PersonAnswer.From(person)) : NoPerson();

    private static async Task<Results<Ok<PersonAnswer>, ProblemHttpResult>> RenameAsync(string id, PersonRequest request, PeopleStore people, CancellationToken cancellationToken)
    {
        if (!IsName(request.Name))
        {
            return NameProblem();
        }

        return await people.FindByNameAsync(request.Name!.Trim(), cancellationToken) is { } other && other.Id.Value != id ? Problem.Conflict("Somebody has that name already. Choose another.")
            : await people.RenameAsync(new(id), request.Name!.Trim(), cancellationToken) is { } person ? TypedResults.Ok(PersonAnswer.From(person))
            : NoPerson();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RemoveAsync(string id, PeopleStore people, Disconnection disconnection, CancellationToken cancellationToken)
    {
        var account = new AccountId(id);
        if (await people.FindAsync(account, cancellationToken) is null)
        {
            return NoPerson();
        }

        await disconnection.EndAsync(account, erase: false);
        await people.RemoveAsync(account, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<IReadOnlyList<TokenAnswer>>, ProblemHttpResult>> ListTokensAsync(string id, PeopleStore people, AccessTokenStore tokens, CancellationToken cancellationToken) =>
        await people.FindAsync(new(id), cancellationToken) is { } person
            ? TypedResults.Ok<IReadOnlyList<TokenAnswer>>([.. (await tokens.ListAsync(person.Id, cancellationToken)).Select(TokenAnswer.From)])
            : NoPerson();

    private static async Task<Ok<IReadOnlyList<TokenAnswer>>> ListAllTokensAsync(AccessTokenStore tokens, CancellationToken cancellationToken) =>
        TypedResults.Ok<IReadOnlyList<TokenAnswer>>([.. (await tokens.ListAsync(person: null, cancellationToken)).Select(TokenAnswer.From)]);

    private static async Task<Results<Created<NewTokenAnswer>, ProblemHttpResult>> IssueForPersonAsync(
        string id, TokenRequest request, PeopleStore people, AccessTokenStore tokens, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!IsName(request.Name))
        {
            return NameProblem();
        }

        if (request.Kind is not (null or AccessTokenKind.Person))
        {
            return Problem.BadRequest("A person's token is of the kind person. For a service or an administrator, post to /api/v1/admin/tokens.");
        }

        return await people.FindAsync(new(id), cancellationToken) is { } person
            ? await CreatedAsync(tokens, person.Id, AccessTokenKind.Person, request, time, cancellationToken)
            : NoPerson();
    }

    private static async Task<Results<Created<NewTokenAnswer>, ProblemHttpResult>> IssueAsync(
        TokenRequest request, AccessTokenStore tokens, TimeProvider time, CancellationToken cancellationToken) =>
        !IsName(request.Name) ? NameProblem()
        : request is { Kind: AccessTokenKind.Admin, Privacy: not null } ? Problem.BadRequest("An administrator's token sees nobody's data: leave privacy out.")
        : request.Kind is AccessTokenKind.Service or AccessTokenKind.Admin ? await CreatedAsync(tokens, person: null, request.Kind.Value, request, time, cancellationToken)
        : Problem.BadRequest("The kind must be service or admin. For a person's token, post to /api/v1/admin/people/ID/tokens.");

    private static async Task<Results<NoContent, ProblemHttpResult>> RevokeAsync(string id, AccessTokenStore tokens, TimeProvider time, CancellationToken cancellationToken) =>
        await tokens.RevokeAsync(id, time.GetUtcNow(), cancellationToken) ? TypedResults.NoContent() : Problem.NotFound("There is no token of that id in force.");

    private static async Task<Created<NewTokenAnswer>> CreatedAsync(
        AccessTokenStore tokens, AccountId? person, AccessTokenKind kind, TokenRequest request, TimeProvider time, CancellationToken cancellationToken)
    {
        var (token, secret) = await tokens.IssueAsync(person, kind, request.Name!.Trim(), request.Privacy ?? Privacy.Full, time.GetUtcNow(), cancellationToken);
        return TypedResults.Created($"/api/v1/admin/tokens/{token.Id}", new NewTokenAnswer(token.Id, secret));
    }

    private static bool IsName(string? name) => !string.IsNullOrWhiteSpace(name) && name.Length <= LongestName && !name.Any(char.IsControl);

    private static ProblemHttpResult NameProblem() => Problem.BadRequest($"A name has 1 to {LongestName} printable characters.");

    private static ProblemHttpResult NoPerson() => Problem.NotFound("There is nobody of that id.");
}
