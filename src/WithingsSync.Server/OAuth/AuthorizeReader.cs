using WithingsSync.Storage.Server;

namespace WithingsSync.Server.OAuth;

/// <summary>Checks what a client asks for: when it comes, and again when the person has answered, for the browser could have changed it in between.</summary>
internal sealed class AuthorizeReader(OAuthClientStore clients)
{
    /// <summary>A SHA-256 in Base64 for addresses.</summary>
    private const int ChallengeLength = 43;

    private static readonly string[] Names = ["response_type", "response_mode", "scope", "state", "code_challenge", "code_challenge_method", "resource"];

    public async Task<AuthorizeReading> ReadAsync(OAuthParameters given, OAuthAddresses addresses, CancellationToken cancellationToken)
    {
        if (given["client_id"] is not { } id || await clients.FindAsync(id, cancellationToken) is not { } client)
        {
            return new AuthorizeReading.Doubtful("The application that sent you here is not known to this server; it may have registered too long ago. Remove the connection there, and add it again.");
        }

        if (given["redirect_uri"] is not { } redirect || !client.RedirectUris.Any(registered => RedirectAddress.Matches(registered, redirect)))
        {
            return new AuthorizeReading.Doubtful("The application that sent you here wants the answer at an address it did not register. Nothing was sent there.");
        }

        var state = given["state"];
        return FindError(given, addresses) is var (error, description)
            ? new AuthorizeReading.Wrong(redirect, state, error, description)
            : new AuthorizeReading.Good(new(client, redirect, state, given["code_challenge"]!, addresses));
    }

    private static (string Error, string Description)? FindError(OAuthParameters given, OAuthAddresses addresses)
    {
        if (given.FindUnusable(Names) is { } name)
        {
            return (OAuthError.InvalidRequest, $"{name} is repeated, too long, or holds control characters.");
        }

        if (given["response_type"] is not "code")
        {
            return given["response_type"] is null ? (OAuthError.InvalidRequest, "response_type is missing.") : ("unsupported_response_type", "The only response_type is code.");
        }

        if (given["response_mode"] is not (null or "query"))
        {
            return (OAuthError.InvalidRequest, "The only response_mode is query.");
        }

        if (given["code_challenge_method"] is not "S256" || given["code_challenge"] is not { Length: ChallengeLength } challenge || !challenge.All(IsBase64Url))
        {
            return (OAuthError.InvalidRequest, "PKCE is required: code_challenge with code_challenge_method S256.");
        }

        if (given["resource"] is { } resource && !addresses.IsResource(resource))
        {
            return (OAuthError.InvalidTarget, $"The only resource is {addresses.Resource}.");
        }

        return OAuthScopes.Hold(given["scope"]) ? null : (OAuthError.InvalidScope, $"The only scope is {OAuthScopes.Read}.");
    }

    private static bool IsBase64Url(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_';
}
