using System.Security.Claims;
using WithingsSync.Pipeline.Accounts;

namespace WithingsSync.Server.People;

/// <summary>The person a request acts as: from the token, never from a parameter.</summary>
public static class CurrentPerson
{
    /// <exception cref="InvalidOperationException">The route does not demand a person.</exception>
    public static AccountId Account(this ClaimsPrincipal user) =>
        user.FindFirstValue(PeopleRoles.Account) is { } id ? new(id) : throw new InvalidOperationException("This route was mapped without the policy for people.");

    /// <summary>What the person calls the client that asks: its token's name, and for a service's token whom it acts for.</summary>
    public static string Client(this ClaimsPrincipal user) => user.FindFirstValue(PeopleRoles.Client) ?? throw new InvalidOperationException("The bearer has no name.");

    /// <summary>How much of the person's data the client may see: nothing but summaries, unless the token says more.</summary>
    public static Privacy Privacy(this ClaimsPrincipal user) =>
        Enum.TryParse<Privacy>(user.FindFirstValue(PeopleRoles.Privacy), out var privacy) ? privacy : Pipeline.Accounts.Privacy.Summaries;
}
