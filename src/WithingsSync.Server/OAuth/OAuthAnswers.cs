using System.Text.Json.Serialization;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Storage.Server;

namespace WithingsSync.Server.OAuth;

/// <summary>What is read here and who lets in (RFC 9728).</summary>
internal sealed record ResourceAnswer(string Resource, IReadOnlyList<string> AuthorizationServers)
{
    public IReadOnlyList<string> ScopesSupported { get; } = [OAuthScopes.Read];

    public IReadOnlyList<string> BearerMethodsSupported { get; } = ["header"];

    public string ResourceName { get; } = "withings-sync";
}

/// <summary>What this authorization server can do (RFC 8414).</summary>
internal sealed record IssuerAnswer(
    string Issuer, string AuthorizationEndpoint, string TokenEndpoint, string RegistrationEndpoint, string RevocationEndpoint)
{
    public IReadOnlyList<string> ScopesSupported { get; } = [OAuthScopes.Read];

    public IReadOnlyList<string> ResponseTypesSupported { get; } = ["code"];

    public IReadOnlyList<string> ResponseModesSupported { get; } = ["query"];

    public IReadOnlyList<string> GrantTypesSupported { get; } = ["authorization_code", "refresh_token"];

    public IReadOnlyList<string> TokenEndpointAuthMethodsSupported { get; } = ["none"];

    public IReadOnlyList<string> RevocationEndpointAuthMethodsSupported { get; } = ["none"];

    public IReadOnlyList<string> CodeChallengeMethodsSupported { get; } = ["S256"];

    public bool AuthorizationResponseIssParameterSupported { get; } = true;
}

/// <summary>What an application says of itself (RFC 7591). What is not here is passed over; nothing that it names is ever fetched.</summary>
internal sealed record RegistrationRequest(
    string? ClientName = null, IReadOnlyList<string?>? RedirectUris = null, IReadOnlyList<string?>? GrantTypes = null, IReadOnlyList<string?>? ResponseTypes = null);

/// <summary>A client as it is registered.</summary>
internal sealed record RegistrationAnswer(string ClientId, long ClientIdIssuedAt, string ClientName, IReadOnlyList<string> RedirectUris)
{
    public IReadOnlyList<string> GrantTypes { get; } = ["authorization_code", "refresh_token"];

    public IReadOnlyList<string> ResponseTypes { get; } = ["code"];

    public string TokenEndpointAuthMethod { get; } = "none";

    public string Scope { get; } = OAuthScopes.Read;
}

/// <summary>Tokens (RFC 6749 §5.1).</summary>
/// <param name="ExpiresIn">Seconds.</param>
internal sealed record TokensAnswer(string AccessToken, long ExpiresIn, string RefreshToken, string Scope)
{
    public string TokenType { get; } = "Bearer";
}

/// <summary>A refusal (RFC 6749 §5.2).</summary>
internal sealed record OAuthErrorAnswer(string Error, string ErrorDescription);

/// <summary>A client that the person lets read.</summary>
internal sealed record OAuthGrantAnswer(
    string Id, string Client, string ClientId, Privacy Privacy, DateTimeOffset Since, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? LastUsedAt)
{
    public static OAuthGrantAnswer From(OAuthGrant grant) => new(grant.Id, grant.Client, grant.ClientId, grant.Privacy, grant.CreatedAt, grant.LastUsedAt);
}
