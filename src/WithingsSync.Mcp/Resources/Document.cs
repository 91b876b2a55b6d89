using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using WithingsSync.Mcp.Answers;
using WithingsSync.Mcp.Asking;

namespace WithingsSync.Mcp.Resources;

/// <summary>A resource's JSON: what it is about and how far it can be trusted, then the data.</summary>
internal static class Document
{
    public static JsonNode Node<T>(T value) => JsonSerializer.SerializeToNode(value, (JsonTypeInfo<T>)ToolJson.Options.GetTypeInfo(typeof(T)))!;

    public static string Text<T>(T value) => JsonSerializer.Serialize(value, (JsonTypeInfo<T>)ToolJson.Options.GetTypeInfo(typeof(T)));

    public static string Text(JsonObject document) => document.ToJsonString(ToolJson.Options);

    /// <summary>The head of a document about some days.</summary>
    public static JsonObject Of(AskedRange range, Coverage coverage, IEnumerable<string> notes)
    {
        var document = new JsonObject { ["date"] = Node(range.FirstDay), ["time_zone"] = range.Zone.Id, ["is_complete"] = coverage.IsComplete };
        if (coverage.FetchedAt is { } fetched)
        {
            document["fetched_at"] = Node(fetched);
        }

        document["notes"] = new JsonArray([.. AnswerNotes.Of(coverage).Concat(notes).Select(note => (JsonNode)note)]);
        return document;
    }
}
