using System.Text.Json.Nodes;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using WithingsSync.Mcp.Asking;

namespace WithingsSync.Mcp;

/// <summary>
/// Around each request: params that are not what the method takes, and names that nobody has, are refused in words. Of the former the protocol's library would say that an error
/// occurred, or give an empty list; of the latter not what to do. The protocol wants both as errors of its own, not of a tool. To be put within <see cref="WholeText"/>.
/// </summary>
internal static class RequestGuard
{
    /// <summary>The longest name a tool may have, by the protocol.</summary>
    private const int LongestName = 128;

    public static McpMessageFilter Around(McpServerOptions options) => next => (context, cancellationToken) =>
        context.JsonRpcMessage is JsonRpcRequest request && RefusalOf(request, options) is { } refusal ? throw refusal : next(context, cancellationToken);

    private static McpProtocolException? RefusalOf(JsonRpcRequest request, McpServerOptions options) => MethodParams.ProblemOf(request.Method, request.Params) is { } problem
        ? new(problem, McpErrorCode.InvalidParams)
        : (request.Method, request.Params) switch
        {
            ("tools/call", JsonObject call) when options.ToolCollection is { } tools && !tools.TryGetPrimitive(Name(call), out _) => Unknown("tool", Name(call), tools.PrimitiveNames),
            ("prompts/get", JsonObject call) when options.PromptCollection is { } prompts =>
                prompts.TryGetPrimitive(Name(call), out var prompt) ? Incomplete(prompt.ProtocolPrompt, call["arguments"] as JsonObject) : Unknown("prompt", Name(call), prompts.PrimitiveNames),
            _ => null,
        };

    private static string Name(JsonObject call) => call["name"]!.GetValue<string>();

    private static McpProtocolException Unknown(string what, string asked, IEnumerable<string> known)
    {
        var nextStep = (NearestName.Of(asked, known) is { } near ? $"Perhaps '{near}' is meant: " : "Take one of those there are: ") + $"{what}s/list names them all.";
        return new($"Unknown {what}: '{Shortened.Of(asked, LongestName)}'. {nextStep}", McpErrorCode.InvalidParams) { Data = { ["next_step"] = nextStep } };
    }

    private static McpProtocolException? Incomplete(Prompt prompt, JsonObject? arguments) =>
        prompt.Arguments?.FirstOrDefault(one => one.Required == true && arguments?[one.Name] is null) is { } missing
            ? new($"arguments.{missing.Name} is missing. {prompt.Name} takes {string.Join(", ", prompt.Arguments!.Select(one => one.Name))}.", McpErrorCode.InvalidParams)
            : null;
}
