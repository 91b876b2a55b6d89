using ModelContextProtocol.Server;

namespace WithingsSync.Mcp;

/// <summary>Which program asks, by the name it gives itself: at its handshake, and from the protocol's revision 2026-07-28 on with each request.</summary>
public sealed class AskingClient
{
    private const int LongestName = 100;

    private readonly AsyncLocal<string?> _name = new();

    /// <summary>Within a request; null where it gave none.</summary>
    public string? Name => _name.Value;

    /// <summary>Notes who asks at each call of a tool and each reading of a resource.</summary>
    public void Watch(McpServerOptions options)
    {
        options.Filters.Request.CallToolFilters.Add(next => async (request, cancellationToken) =>
        {
            _name.Value = Printable(request.Server.ClientInfo?.Name);
            return await next(request, cancellationToken);
        });
        options.Filters.Request.ReadResourceFilters.Add(next => async (request, cancellationToken) =>
        {
            _name.Value = Printable(request.Server.ClientInfo?.Name);
            return await next(request, cancellationToken);
        });
    }

    /// <summary>A name as it may be kept and shown: printable, in one line, of 100 characters at most.</summary>
    /// <returns>Null where nothing of it is left.</returns>
    public static string? Printable(string? name)
    {
        var printable = new string([.. (name ?? "").Select(one => char.IsControl(one) ? ' ' : one)]).Trim();
        return printable.Length == 0 ? null : printable.Length <= LongestName ? printable : printable[..(char.IsHighSurrogate(printable[LongestName - 1]) ? LongestName - 1 : LongestName)];
    }
}
