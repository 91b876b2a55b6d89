using WithingsSync.Pipeline.Accounts;

namespace WithingsSync.Storage.Server;

/// <summary>What a person allowed a client, and where the code for it goes.</summary>
/// <param name="SignedInWith">Id of the access token the person showed; a grant ends with it.</param>
/// <param name="Challenge">The client's PKCE challenge, S256.</param>
/// <param name="Resource">What the tokens are for.</param>
public sealed record OAuthConsent(
    string ClientId, AccountId Person, string SignedInWith, string RedirectUri, string Challenge, string Resource, string Scope, Privacy Privacy);
