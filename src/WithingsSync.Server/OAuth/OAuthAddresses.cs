using Microsoft.AspNetCore.Http;
using WithingsSync.Server.McpEndpoint;
using WithingsSync.Server.Settings;

namespace WithingsSync.Server.OAuth;

/// <summary>Our addresses as clients see them.</summary>
/// <param name="Issuer">Where the server is, without a slash at the end.</param>
internal sealed record OAuthAddresses(string Issuer)
{
    /// <summary>The path of the tools for assistants, which is what tokens are for.</summary>
    public const string McpPath = McpRoutes.Path;

    public const string ResourceMetadataPath = "/.well-known/oauth-protected-resource";
    public const string ServerMetadataPath = "/.well-known/oauth-authorization-server";
    public const string Group = "/oauth";

    /// <summary>What tokens are for (RFC 8707).</summary>
    public string Resource => Issuer + McpPath;

    public string ResourceMetadata => Issuer + ResourceMetadataPath + McpPath;

    public string At(string path) => Issuer + Group + path;

    /// <summary>
    /// From the settings; without PUBLIC_URL the address that was asked, when it is this machine's own, for a stranger chooses what stands there. Tokens go over TLS, or stay on the
    /// machine: elsewhere there is no sign-in for clients.
    /// </summary>
    public static OAuthAddresses? Find(HttpRequest request, ServerSettings settings) =>
        settings.PublicUrl is { } address
            ? address.Scheme == Uri.UriSchemeHttps || address.IsLoopback ? new(address.OriginalString) : null
            : request.Host.Host is "localhost" or "127.0.0.1" or "[::1]"
                ? new($"{request.Scheme}://{request.Host.Host}{(request.Host.Port is { } port ? FormattableString.Invariant($":{port}") : "")}")
                : null;

    /// <summary>Whether a client that names this resource means ours.</summary>
    public bool IsResource(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var named) && !text.Contains('#', StringComparison.Ordinal) && Plain(named) == Plain(new(Resource));

    /// <summary>Libraries write the host in lower case and add a slash.</summary>
    private static string Plain(Uri address) => address.AbsoluteUri.TrimEnd('/');
}
