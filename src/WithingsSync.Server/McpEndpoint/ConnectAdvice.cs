using WithingsSync.Storage.Server;

namespace WithingsSync.Server.McpEndpoint;

/// <summary>How a person connects to Withings, as an assistant can tell them.</summary>
internal static class ConnectAdvice
{
    private const string Authorize = "/api/v1/integrations/withings/authorize";

    /// <param name="publicUrl">Where the server is reached; null when it does not know.</param>
    public static string For(Integration? integration, Uri? publicUrl)
    {
        var where = publicUrl is null ? $"{Authorize} of this server" : $"{publicUrl.OriginalString}{Authorize}";
        var how = $"use the application this server belongs to, or open the auth_url that GET {where} answers to the same token.";
        return integration switch
        {
            { IsActive: true, NeedsReconnect: false } => $"Withings is connected. To connect another account, {how}",
            { NeedsReconnect: true } => $"Withings no longer accepts the connection. To connect again, {how}",
            _ => $"To connect, {how}",
        };
    }
}
