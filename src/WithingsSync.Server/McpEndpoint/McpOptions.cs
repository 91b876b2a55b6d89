namespace WithingsSync.Server.McpEndpoint;

/// <summary>How the tools are served over HTTP (docs/server.md, MCP).</summary>
public sealed record McpOptions
{
    /// <summary>Pages that may use the endpoint beside our own.</summary>
    public IReadOnlyList<Uri> AllowedOrigins { get; init; } = [];

    /// <summary>Names of the server beside PUBLIC_URL's and this machine's, without ports.</summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary>For so long at most an answer waits for a pull.</summary>
    public TimeSpan Wait { get; init; } = TimeSpan.FromSeconds(20);
}
