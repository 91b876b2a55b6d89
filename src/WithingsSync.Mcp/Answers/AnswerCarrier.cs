using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace WithingsSync.Mcp.Answers;

/// <summary>
/// Brings an answer's JSON to the two places where the protocol wants it: the structure, and the same as text. The protocol's library would write and read both anew at each
/// of the layers between tool and wire; for a year of days that was half of the call (docs/performance.md). So the result that passes those layers is empty, and is filled
/// when it is sent.
/// </summary>
internal static class AnswerCarrier
{
    private const string Key = "withings.answer";

    private static readonly ConditionalWeakTable<CallToolResult, object> Waiting = [];

    /// <param name="answer">An object.</param>
    /// <param name="links">What follows the text.</param>
    public static CallToolResult Load(JsonElement answer, IEnumerable<ContentBlock> links)
    {
        var result = new CallToolResult { Content = [new TextContentBlock { Text = "" }, .. links] };
        Waiting.Add(result, answer);
        return result;
    }

    /// <summary>Around each call: what the tool loaded goes with the request.</summary>
    public static McpRequestHandler<CallToolRequestParams, CallToolResult> Around(McpRequestHandler<CallToolRequestParams, CallToolResult> next) => async (request, cancellationToken) =>
    {
        var result = await next(request, cancellationToken);
        if (Waiting.TryGetValue(result, out var answer))
        {
            request.Items[Key] = answer;
        }

        return result;
    };

    /// <summary>Around each message that leaves: a response shares its request's items.</summary>
    public static McpMessageHandler Outgoing(McpMessageHandler next) => (context, cancellationToken) =>
    {
        if (context.JsonRpcMessage is JsonRpcResponse { Result: JsonObject result } && context.Items.Remove(Key, out var kept) && kept is JsonElement answer)
        {
            result["content"]![0]!["text"] = answer.GetRawText();
            result["structuredContent"] = JsonObject.Create(answer);
        }

        return next(context, cancellationToken);
    };
}
