using WithingsSync.Pipeline.Accounts;
using WithingsSync.Storage.Server;

namespace WithingsSync.Server.OAuth;

/// <summary>A client's request that may be put before a person: everything in it was checked.</summary>
internal sealed record AuthorizeRequest(OAuthClient Client, string RedirectUri, string? State, string Challenge, OAuthAddresses Addresses)
{
    /// <summary>The same request again, in a form or a query.</summary>
    public IEnumerable<(string Name, string Value)> Fields()
    {
        yield return ("response_type", "code");
        yield return ("client_id", Client.Id);
        yield return ("redirect_uri", RedirectUri);
        yield return ("scope", OAuthScopes.Read);
        yield return ("code_challenge", Challenge);
        yield return ("code_challenge_method", "S256");
        yield return ("resource", Addresses.Resource);
        if (State is not null)
        {
            yield return ("state", State);
        }
    }

    public OAuthConsent ConsentOf(AccessToken signedInWith, Privacy privacy) =>
        new(Client.Id, signedInWith.Person!, signedInWith.Id, RedirectUri, Challenge, Addresses.Resource, OAuthScopes.Read, privacy);
}
