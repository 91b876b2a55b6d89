using Microsoft.AspNetCore.Http;
using WithingsSync.Server.McpEndpoint;

namespace WithingsSync.Server.OAuth;

/// <summary>
/// Whether the consent's form was sent from our own page. A stranger's page could send one too: it has no token to say yes with, but it could say no, and have the person sent on by us.
/// </summary>
internal static class ConsentOrigin
{
    /// <summary>What the page must say for a browser to name it when it sends the form; under the policy of our other pages its origin would be "null".</summary>
    public const string ReferrerPolicy = "same-origin";

    /// <summary>Browsers say where a form comes from, and no page can make them say something else; old ones say only the origin. What is no browser says neither, and is nobody's tool.</summary>
    public static bool IsOurs(HttpRequest request, OAuthAddresses addresses)
    {
        if (request.Headers["Sec-Fetch-Site"] is { Count: > 0 } site)
        {
            // "none" is the person's own doing, such as a page loaded anew.
            return site is ["same-origin" or "none"];
        }

        return request.Headers.Origin.Count == 0
            || (request.Headers.Origin is [{ } origin] && string.Equals(origin, McpDoor.NameOf(new(addresses.Issuer)), StringComparison.OrdinalIgnoreCase));
    }
}
