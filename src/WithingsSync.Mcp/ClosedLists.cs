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

    /// <summary>Where a tool has words of its own for a parameter that others have too.</summary>
    private static readonly Dictionary<(string Tool, string Parameter), IReadOnlyList<string>> OwnWords = new()
    {
        [("withings_get_sleep", "resolution")] = ["segment", "night", "day", "week", "month", "each"],
        [("withings_get_intraday", "resolution")] = ["each", "minute", "5m", "15m", "hour", "day", "week", "month"],
    };

    /// <summary>The schema with the words of its closed lists.</summary>
    public static JsonElement In(string tool, JsonElement schema)
    {
        if (JsonObject.Create(schema) is not { } root || root["properties"] is not JsonObject properties)
        {
            return schema;
        }

        foreach (var (name, usual) in Words)
        {
            var words = OwnWords.GetValueOrDefault((tool, name)) ?? usual;
            if (properties[name] is JsonObject property && property["enum"] is null)
            {
                property["enum"] = new JsonArray([.. words.Select(word => (JsonNode)word), .. property["type"] is JsonArray ? [null] : (JsonNode?[])[]]);
            }
        }

        using var text = JsonDocument.Parse(root.ToJsonString());
        return text.RootElement.Clone();
    }
}
