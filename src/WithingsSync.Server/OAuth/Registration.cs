using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using WithingsSync.Server.Settings;
using WithingsSync.Storage.Server;

namespace WithingsSync.Server.OAuth;

/// <summary>Applications register themselves (RFC 7591): all of them are public clients, for a secret that anybody gets for asking is none.</summary>
internal static class Registration
{
    private const string InvalidRedirect = "invalid_redirect_uri";
    private const string InvalidMetadata = "invalid_client_metadata";
    private const int MostRedirects = 10;
    private const int LongestName = 100;
    private const string Nameless = "A client without a name";

    public static async Task<IResult> RegisterAsync(
        HttpContext context, OAuthClientStore clients, OAuthLimits limits, ServerSettings settings, TimeProvider time, CancellationToken cancellationToken)
    {
        if (OAuthAddresses.Find(context.Request, settings) is null)
        {
            return OAuthRoutes.Closed();
        }

        if (limits.Registrations.Take(context) is { } wait)
        {
            return OAuthError.TooMany(context, wait, $"{OAuthLimits.RegistrationsPerMinute} clients a minute can be registered from one address. Try again later.");
        }

        // A page in a browser cannot send this type to another site without asking, and only those of Mcp:AllowedOrigins are let.
        if (!context.Request.HasJsonContentType() || await ReadAsync(context.Request, cancellationToken) is not { } request)
        {
            return OAuthError.Of(InvalidMetadata, "Send the client's metadata as a JSON object, with the content type application/json.");
        }

        if (request.RedirectUris is not { Count: > 0 and <= MostRedirects } given || given.Any(uri => uri is null || !RedirectAddress.IsAllowed(uri)))
        {
            return OAuthError.Of(
                InvalidRedirect, $"redirect_uris must list 1 to {MostRedirects} addresses: https, http on 127.0.0.1, [::1] or localhost, or a private scheme with a dot in it (com.example.app:/callback); without a fragment.");
        }

        if ((request.GrantTypes is { Count: > 0 } grants && !grants.Contains("authorization_code")) || (request.ResponseTypes is { Count: > 0 } responses && !responses.Contains("code")))
        {
            return OAuthError.Of(InvalidMetadata, "The only way in is grant_types authorization_code with response_types code.");
        }

        if (NameOf(request.ClientName) is not { } name)
        {
            return OAuthError.Of(InvalidMetadata, $"client_name has at most {LongestName} characters.");
        }

        if (await clients.AddAsync(name, [.. given.Distinct(StringComparer.Ordinal).Select(uri => uri!)], time.GetUtcNow(), cancellationToken) is not { } client)
        {
            context.Response.Headers.RetryAfter = OAuthClientStore.Spared.TotalSeconds.ToString(CultureInfo.InvariantCulture);
            return OAuthError.Of("temporarily_unavailable", "Too many new clients wait for somebody's consent. Try again in a few minutes.", StatusCodes.Status503ServiceUnavailable);
        }

        return TypedResults.Json(
            new RegistrationAnswer(client.Id, client.RegisteredAt.ToUnixTimeSeconds(), client.Name, client.RedirectUris), statusCode: StatusCodes.Status201Created);
    }

    private static async Task<RegistrationRequest?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await JsonSerializer.DeserializeAsync(request.Body, OAuthJson.Default.RegistrationRequest, cancellationToken);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Without what would not be seen, or would turn the text around it.</summary>
    /// <returns>Null when it is too long.</returns>
    private static string? NameOf(string? claimed)
    {
        if (claimed is { Length: > LongestName })
        {
            return null;
        }

        var name = string.Concat((claimed ?? "").Where(letter => char.GetUnicodeCategory(letter) is not (
            UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned)));
        return string.IsNullOrWhiteSpace(name) ? Nameless : name.Trim();
    }
}
