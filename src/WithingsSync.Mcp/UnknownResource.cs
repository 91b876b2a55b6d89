using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace WithingsSync.Mcp;

/// <summary>A refused reading says in its data which address it was about, as the revision 2026-07-28 asks (SEP-2164), and one of nothing what there is; the library does neither.</summary>
internal static class UnknownResource
{
    private const string NextStep = "Take one of those there are: resources/list and resources/templates/list name them all.";

    public static McpRequestHandler<ReadResourceRequestParams, ReadResourceResult> Named(McpRequestHandler<ReadResourceRequestParams, ReadResourceResult> next) => async (request, cancellationToken) =>
    {
        try
        {
            return await next(request, cancellationToken);
        }
        catch (McpProtocolException error) when (request.MatchedPrimitive is null && request.Params?.Uri is { } address)
        {
            throw new McpProtocolException($"{error.Message}. {NextStep}", error, error.ErrorCode) { Data = { ["uri"] = address, ["next_step"] = NextStep } };
        }
        catch (McpProtocolException error) when (request.Params?.Uri is { } address)
        {
            error.Data["uri"] = address;
            throw;
        }
    };
}
