using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using WithingsSync.Mcp.Asking;

namespace WithingsSync.Mcp;

/// <summary>Around each reading of a resource: a resource has no error of its own, so what a tool would answer becomes a protocol error that says what to do.</summary>
internal static class ResourceGuard
{
    /// <summary>JSON-RPC leaves these numbers to the server; the caller did nothing wrong that another parameter would mend.</summary>
    private const int Refused = -32000;

    public static McpRequestHandler<ReadResourceRequestParams, ReadResourceResult> Filter(McpRequestHandler<ReadResourceRequestParams, ReadResourceResult> next) => async (request, cancellationToken) =>
    {
        try
        {
            return await next(request, cancellationToken);
        }
        catch (ToolException error)
        {
            var wait = error.RetryAfter is { } time ? FormattableString.Invariant($" (in {Math.Ceiling(time.TotalSeconds)} seconds)") : "";
            var isTheirs = error.Code is ToolErrors.BadDate or ToolErrors.BadArgument or ToolErrors.NotFound;
            throw new McpProtocolException($"{error.Message} {error.NextStep}{wait}", error, isTheirs ? McpErrorCode.InvalidParams : (McpErrorCode)Refused)
            {
                Data = { ["code"] = error.Code, ["next_step"] = error.NextStep },
            };
        }
    };
}
