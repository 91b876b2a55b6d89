using System.Text.Json;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using WithingsSync.Mcp.Answers;
using WithingsSync.Mcp.Asking;

namespace WithingsSync.Mcp;

/// <summary>Around each call: what is wrong with the arguments is said before anything is done, and a failure becomes a tool error that says what to do.</summary>
internal static class ToolGuard
{
    public static McpRequestFilter<CallToolRequestParams, CallToolResult> Around(Func<Exception, ToolException?> explain) => next => async (request, cancellationToken) =>
    {
        try
        {
            if (request.MatchedPrimitive is McpServerTool tool)
            {
                CheckArguments(tool.ProtocolTool, request.Params?.Arguments);
            }

            return await next(request, cancellationToken);
        }
        catch (ToolException error)
        {
            return Reply.Of(error);
        }
        catch (Exception failure) when (explain(failure) is { } error)
        {
            return Reply.Of(error);
        }
    };

    private static void CheckArguments(Tool tool, IDictionary<string, JsonElement>? arguments)
    {
        var known = tool.InputSchema.TryGetProperty("properties", out var properties) ? properties.EnumerateObject().Select(one => one.Name).ToList() : [];
        var required = tool.InputSchema.TryGetProperty("required", out var names) ? names.EnumerateArray().Select(one => one.GetString()!).ToList() : [];
        if (required.Find(name => arguments is null || !arguments.TryGetValue(name, out var value) || value.ValueKind == JsonValueKind.Null) is { } missing)
        {
            throw new ToolException(ToolErrors.BadArgument, $"{missing} is missing.", $"Send it. {tool.Name} takes {string.Join(", ", known)}.");
        }

        if (arguments?.Keys.FirstOrDefault(name => !known.Contains(name)) is { } unknown)
        {
            throw new ToolException(
                ToolErrors.BadArgument, $"{tool.Name} has no parameter '{(unknown.Length <= 40 ? unknown : unknown[..40])}'.", known.Count == 0 ? "It takes none." : $"It takes {string.Join(", ", known)}.");
        }

        foreach (var (name, value) in arguments ?? new Dictionary<string, JsonElement>())
        {
            var types = TypesOf(properties.GetProperty(name));
            if (!types.Exists(type => Is(value, type)))
            {
                throw new ToolException(ToolErrors.BadArgument, $"{name}: {Shortened(value.GetRawText())} is no {string.Join(" or ", types.Where(type => type != "null"))}.", $"{properties.GetProperty(name).GetProperty("description").GetString()}");
            }
        }
    }

    private static List<string> TypesOf(JsonElement property) =>
        !property.TryGetProperty("type", out var type) ? [] : type.ValueKind == JsonValueKind.Array ? [.. type.EnumerateArray().Select(one => one.GetString()!)] : [type.GetString()!];

    private static bool Is(JsonElement value, string type) => (value.ValueKind, type) switch
    {
        (JsonValueKind.String, "string") or (JsonValueKind.Null, "null") or (JsonValueKind.True or JsonValueKind.False, "boolean") => true,
        (JsonValueKind.Number, "integer") => value.TryGetInt64(out _),
        _ => false,
    };

    private static string Shortened(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
