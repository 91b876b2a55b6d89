using ModelContextProtocol.Server;

namespace WithingsSync.Cli.Assistants;

/// <summary>Which client asks, by the name it gives itself: at its first message, and from the protocol's revision 2026-07-28 on with each request.</summary>
internal sealed class AskingClient
{
    private readonly AsyncLocal<string?> _name = new();

    /// <summary>Within a request; a client need not have a name.</summary>
    public string Name => _name.Value is { Length: > 0 } name ? name : "unnamed";

    /// <summary>Notes who asks at each call of a tool and each reading of a resource.</summary>
    public void Watch(McpServerOptions options)
    {
        options.Filters.Request.CallToolFilters.Add(next => async (request, cancellationToken) =>
        {
            _name.Value = request.Server.ClientInfo?.Name;
            return await next(request, cancellationToken);
        });
        options.Filters.Request.ReadResourceFilters.Add(next => async (request, cancellationToken) =>
        {
            _name.Value = request.Server.ClientInfo?.Name;
            return await next(request, cancellationToken);
        });
    }
}
