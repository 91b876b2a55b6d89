using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Server.OAuth;
using WithingsSync.Server.Settings;
using WithingsSync.Server.Web;
using WithingsSync.Storage.Server;

namespace WithingsSync.Server.People;

/// <summary>Whose token a request shows. A service's acts for the person it names in <c>X-Subject</c>, who is made when it is the first time.</summary>
internal sealed class BearerHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, AccessTokenStore tokens, OAuthGrantStore grants, PeopleStore people,
    ServerSettings settings, TimeProvider time)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    private const string SubjectHeader = "X-Subject";
    private const int LongestSubject = 200;
    private const string InvalidToken = "Invalid token: it was never given out here, or it was revoked. Ask for a new one (withings-sync user token NAME).";
    private const string Limited = "This token was made with --privacy below full, for an assistant that reads: it opens /mcp and GET /api/v1/reads only. Use a token that shows everything.";

    private string? _refusal;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Request.Headers.Authorization.Count == 0)
        {
            return AuthenticateResult.NoResult();
        }

        if (Request.Headers.Authorization is not [{ } header] || !header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
        {
            return Refuse(InvalidToken);
        }

        var secret = header["Bearer ".Length..].Trim();
        if (secret.StartsWith(OAuthGrantStore.AccessPrefix, StringComparison.Ordinal))
        {
            return await AuthenticateClientAsync(secret);
        }

        if (await tokens.FindAsync(secret, time.GetUtcNow(), Context.RequestAborted) is not { } token)
        {
            return Refuse(InvalidToken);
        }

        var claims = new List<Claim> { new(PeopleRoles.Kind, token.Kind.ToString()) };
        if (await PersonAsync(token) is { } person)
        {
            await people.NoteActiveAsync(person, time.GetUtcNow(), Context.RequestAborted);
            claims.Add(new(PeopleRoles.Account, person.Value));
            claims.Add(new(PeopleRoles.Client, token.Kind == AccessTokenKind.Service ? $"{token.Name} for {Request.Headers[SubjectHeader]}" : token.Name));
            claims.Add(new(PeopleRoles.Privacy, token.Privacy.ToString()));
        }

        return Accept(claims);
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = ClientAccess.Challenge(Context, settings, _refusal is null ? null : "invalid_token");
        await Problem.Of(StatusCodes.Status401Unauthorized, _refusal ?? "Missing token: send it as Authorization: Bearer.").ExecuteAsync(Context);
    }

    protected override async Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        var kind = Context.User.FindFirstValue(PeopleRoles.Kind);
        if (kind == ClientAccess.Kind)
        {
            Response.Headers.WWWAuthenticate = ClientAccess.Challenge(Context, settings, "insufficient_scope");
        }

        await Problem.Of(StatusCodes.Status403Forbidden, kind switch
        {
            nameof(AccessTokenKind.Service) when Context.User.HasClaim(claim => claim.Type == PeopleRoles.Account) && Context.User.Privacy() != Privacy.Full => Limited,
            nameof(AccessTokenKind.Service) => "A service's token acts for people only, one at a time: send the person's id in your application as X-Subject (1 to 200 printable characters).",
            nameof(AccessTokenKind.Admin) => "An administrator's token manages people and tokens and sees nobody's data. Use the person's own token.",
            ClientAccess.Kind => "The person did not allow this client that.",
            nameof(AccessTokenKind.Person) when Context.User.Privacy() != Privacy.Full => Limited,
            _ => "This token acts for one person only. Managing people needs an administrator's token (withings-sync user token --admin).",
        }).ExecuteAsync(Context);
    }

    /// <summary>A client acts for the person who let it, where clients are let in.</summary>
    private async Task<AuthenticateResult> AuthenticateClientAsync(string secret)
    {
        if (!ClientAccess.IsAcceptedAt(Context))
        {
            return Refuse($"Invalid token here: a client's token is good for {OAuthAddresses.McpPath} alone.");
        }

        if (await grants.FindBearerAsync(secret, time.GetUtcNow(), Context.RequestAborted) is not { } bearer)
        {
            return Refuse("Invalid token: it is too old, or the person or the client ended it. Refresh it, or ask the person again.");
        }

        await people.NoteActiveAsync(bearer.Person, time.GetUtcNow(), Context.RequestAborted);
        return Accept(ClientAccess.ClaimsOf(bearer));
    }

    private AuthenticateResult Accept(IEnumerable<Claim> claims) => AuthenticateResult.Success(new(new ClaimsPrincipal(new ClaimsIdentity(claims, Scheme.Name)), Scheme.Name));

    private AuthenticateResult Refuse(string why)
    {
        _refusal = why;
        return AuthenticateResult.Fail("Invalid token");
    }

    private async Task<AccountId?> PersonAsync(AccessToken token)
    {
        if (token.Kind != AccessTokenKind.Service)
        {
            return token.Person;
        }

        return Request.Headers[SubjectHeader] is [{ Length: > 0 and <= LongestSubject } subject] && !subject.Any(char.IsControl)
            ? (await people.FindOrAddBySubjectAsync(subject, time.GetUtcNow(), Context.RequestAborted)).Id
            : null;
    }
}
