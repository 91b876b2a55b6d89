using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using WithingsSync.Mcp.Answers;
using WithingsSync.Mcp.Asking;

namespace WithingsSync.Mcp;

/// <summary>Around each reading of a resource: a resource has no error of its own, so what a tool would answer becomes a protocol error that says what to do.</summary>
internal static class ResourceGuard
{
    /// <summary>JSON-RPC leaves these numbers to the server; the caller did nothing wrong that another parameter would mend.</summary>
    private const int Refused = -32000;

    public static McpRequestFilter<ReadResourceRequestParams, ReadResourceResult> Around(Func<Exception, ToolException?> explain) => next => async (request, cancellationToken) =>
    {
        try
        {
            return await next(request, cancellationToken);
        }
        catch (ToolException error)
        {
            throw Said(error, error);
        }
        catch (Exception failure) when (explain(failure) is { } error)
        {
            throw Said(error, failure);
        }
    };

    private static McpProtocolException Said(ToolException error, Exception cause)
    {
        var wait = Reply.Seconds(error.RetryAfter) is { } seconds ? FormattableString.Invariant($" (in {seconds} seconds)") : "";
        var isTheirs = error.Code is ToolErrors.BadDate or ToolErrors.BadArgument or ToolErrors.NotFound;
        return new($"{error.Message} {error.NextStep}{wait}", cause, isTheirs ? McpErrorCode.InvalidParams : (McpErrorCode)Refused)
        {
            Data = { ["code"] = error.Code, ["next_step"] = error.NextStep },
        };
    }
}
