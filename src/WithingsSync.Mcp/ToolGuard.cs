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
                ToolErrors.BadArgument, $"{tool.Name} has no parameter '{Shortened.Of(unknown)}'.", known.Count == 0 ? "It takes none." : $"It takes {string.Join(", ", known)}.");
        }

        foreach (var (name, value) in arguments ?? new Dictionary<string, JsonElement>())
        {
            CheckWord(name, value, properties.GetProperty(name));
            var types = TypesOf(properties.GetProperty(name));
            if (!types.Contains("string") && types.Contains("integer") && IsTooLarge(value))
            {
                throw new ToolException(ToolErrors.BadArgument, $"{name}: {Shortened.Of(value.GetRawText())} is outside of what it can be.", $"{properties.GetProperty(name).GetProperty("description").GetString()}");
            }

            if (!types.Exists(type => Is(value, type)))
            {
                throw new ToolException(ToolErrors.BadArgument, $"{name}: {Shortened.Of(value.GetRawText())} is no {string.Join(" or ", types.Where(type => type != "null"))}.", $"{properties.GetProperty(name).GetProperty("description").GetString()}");
            }
        }
    }

    /// <summary>A whole number beyond 32 bits.</summary>
    private static bool IsTooLarge(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && !value.TryGetInt32(out _) && value.GetRawText().TrimStart('-').All(char.IsAsciiDigit);

    /// <summary>An empty text counts as left out, for some models write one where they mean nothing.</summary>
    private static void CheckWord(string name, JsonElement value, JsonElement property)
    {
        if (value.ValueKind != JsonValueKind.String || !property.TryGetProperty("enum", out var words) || value.GetString() is not { Length: > 0 } word)
        {
            return;
        }

        var known = words.EnumerateArray().Where(one => one.ValueKind == JsonValueKind.String).Select(one => one.GetString()!).ToList();
        if (!known.Contains(word, StringComparer.Ordinal))
        {
            throw new ToolException(ToolErrors.BadArgument, $"{name}: '{Shortened.Of(word)}' is none of its words.", $"Write one of {string.Join(", ", known)}.");
        }
    }

    private static List<string> TypesOf(JsonElement property) =>
        !property.TryGetProperty("type", out var type) ? [] : type.ValueKind == JsonValueKind.Array ? [.. type.EnumerateArray().Select(one => one.GetString()!)] : [type.GetString()!];

    private static bool Is(JsonElement value, string type) => (value.ValueKind, type) switch
    {
        (JsonValueKind.String, "string") or (JsonValueKind.Null, "null") or (JsonValueKind.True or JsonValueKind.False, "boolean") => true,
        (JsonValueKind.Array, "array") => true,
        (JsonValueKind.Number, "integer") => value.TryGetInt64(out _),
        _ => false,
    };
}
