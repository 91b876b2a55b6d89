using System.Text.Json;
using ModelContextProtocol.Protocol;
using Xunit;

namespace WithingsSync.SystemTests.Mcp;

/// <summary>Resources as a client reads them.</summary>
internal static class ResourceReader
{
    /// <summary>The one document behind an address, under that address and as JSON.</summary>
    public static async Task<JsonElement> ReadAsync(ToolScene scene, string address)
    {
        var result = await scene.Client.ReadResourceAsync(address);
        var content = Assert.IsType<TextResourceContents>(Assert.Single(result.Contents));
        Assert.Equal((address, "application/json"), (content.Uri, content.MimeType));
        return JsonElement.Parse(content.Text);
    }

    /// <summary>Every text in a document, with the name it stands under.</summary>
    public static IEnumerable<(string Name, string Text)> Texts(JsonElement element, string name = "") => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member => Texts(member.Value, member.Name)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(one => Texts(one, name)),
        JsonValueKind.String => [(name, element.GetString()!)],
        _ => [],
    };
}
