using System.Security.Claims;
using WithingsSync.Pipeline.Accounts;

namespace WithingsSync.Server.People;

/// <summary>The person a request acts as: from the token, never from a parameter.</summary>
public static class CurrentPerson
{
    /// <exception cref="InvalidOperationException">The route does not demand a person.</exception>
    public static AccountId Account(this ClaimsPrincipal user) =>
        user.FindFirstValue(PeopleRoles.Account) is { } id ? new(id) : throw new InvalidOperationException("This route was mapped without the policy for people.");
}
