using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace WithingsSync.Mcp;

/// <summary>A refused reading says in its data which address it was about, as the revision 2026-07-28 asks (SEP-2164); the library says it in words only.</summary>
internal static class UnknownResource
{
    public static McpRequestHandler<ReadResourceRequestParams, ReadResourceResult> Named(McpRequestHandler<ReadResourceRequestParams, ReadResourceResult> next) => async (request, cancellationToken) =>
    {
        try
        {
            return await next(request, cancellationToken);
        }
        catch (McpProtocolException error) when (request.Params?.Uri is { } address)
        {
            error.Data["uri"] = address;
            throw;
        }
    };
}
