using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace WithingsSync.Mcp;

/// <summary>A text of JSON may hold half of a character (a lone surrogate). Nobody can read it, and the protocol's library gives up on the whole request without saying why.</summary>
internal static class WholeText
{
    public static McpMessageHandler Around(McpMessageHandler next) => (context, cancellationToken) =>
        context.JsonRpcMessage is JsonRpcRequest { Params: { } asked } && !IsReadable(asked)
            ? throw new McpProtocolException("A text in this request holds half of a character (a lone surrogate): send whole characters.", McpErrorCode.InvalidParams)
            : next(context, cancellationToken);

    private static bool IsReadable(JsonNode asked)
    {
        try
        {
            _ = asked.ToJsonString();
            return true;
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException or JsonException)
        {
            return false;
        }
    }
}
