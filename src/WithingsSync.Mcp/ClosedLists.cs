using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using WithingsSync.Mcp.Trends;

namespace WithingsSync.Mcp;

/// <summary>Parameters that are one of a few words say so in every tool's schema, and <see cref="ToolGuard"/> holds them to it.</summary>
internal static class ClosedLists
{
    private static readonly Dictionary<string, IReadOnlyList<string>> Words = new(StringComparer.Ordinal)
    {
        ["resolution"] = ["each", "day", "week", "month"],
        ["kind"] = TrendKinds.Names,
    };

    /// <summary>The schema with the words of its closed lists; a parameter with <see cref="AllowedValuesAttribute"/> has words of its own.</summary>
    public static JsonElement In(JsonElement schema, MethodInfo method)
    {
        if (JsonObject.Create(schema) is not { } root || root["properties"] is not JsonObject properties)
        {
            return schema;
        }

        foreach (var parameter in method.GetParameters())
        {
            var words = parameter.GetCustomAttribute<AllowedValuesAttribute>() is { } own ? [.. own.Values.OfType<string>()] : Words.GetValueOrDefault(parameter.Name!);
            if (words is not null && properties[parameter.Name!] is JsonObject property)
            {
                property["enum"] = new JsonArray([.. words.Select(word => (JsonNode)word), .. property["type"] is JsonArray ? [null] : (JsonNode?[])[]]);
            }
        }

        using var text = JsonDocument.Parse(root.ToJsonString());
        return text.RootElement.Clone();
    }
}
