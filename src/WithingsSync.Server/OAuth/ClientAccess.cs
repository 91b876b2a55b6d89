using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using WithingsSync.Server.People;
using WithingsSync.Server.Settings;
using WithingsSync.Storage.Server;

namespace WithingsSync.Server.OAuth;

/// <summary>Which routes clients' tokens open, and what is said at the door of such a route (RFC 6750, RFC 9728).</summary>
internal static class ClientAccess
{
    /// <summary>Policy: who comes with a client's token needs the scope.</summary>
    public const string Policy = "client's scope";

    /// <summary>Kind: a client that a person lets read.</summary>
    public const string Kind = "Client";

    private const string Scope = "scope";

    /// <summary>Lets clients' tokens in, beside the tokens of people. No other route takes them: that is what they are for.</summary>
    public static TBuilder AcceptClients<TBuilder>(this TBuilder route)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new Door()).RequireAuthorization(Policy);

    public static bool IsAcceptedAt(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<Door>() is not null;

    public static IEnumerable<Claim> ClaimsOf(OAuthBearer bearer) =>
    [
        new(PeopleRoles.Kind, Kind), new(PeopleRoles.Account, bearer.Person.Value), new(PeopleRoles.Client, bearer.Client), new(PeopleRoles.Privacy, bearer.Privacy.ToString()),
        new(Scope, bearer.Scope),
    ];

    public static bool MayRead(ClaimsPrincipal user) =>
        user.FindFirstValue(PeopleRoles.Kind) != Kind || (user.FindFirstValue(Scope) is { } scopes && scopes.Split(' ').Contains(OAuthScopes.Read));

    /// <summary>What a request hears that is not let in.</summary>
    /// <param name="error">invalid_token, insufficient_scope; null when no token was shown.</param>
    public static string Challenge(HttpContext context, ServerSettings settings, string? error)
    {
        if (!IsAcceptedAt(context))
        {
            return "Bearer";
        }

        var words = new List<string>();
        if (error is not null)
        {
            words.Add($"error=\"{error}\"");
        }

        if (OAuthAddresses.Find(context.Request, settings) is { } addresses)
        {
            words.Add($"resource_metadata=\"{addresses.ResourceMetadata}\"");
            words.Add($"scope=\"{OAuthScopes.Read}\"");
        }

        return words.Count == 0 ? "Bearer" : "Bearer " + string.Join(", ", words);
    }

    private sealed class Door;
}
