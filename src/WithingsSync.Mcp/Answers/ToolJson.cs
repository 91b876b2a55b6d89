using System.Text.Encodings.Web;
using System.Text.Json;
using ModelContextProtocol;

namespace WithingsSync.Mcp.Answers;

/// <summary>How answers become JSON: names in snake case, nothing where nothing was measured.</summary>
internal static class ToolJson
{
    /// <summary>Ours, and the protocol's own types.</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(AnswerTypes.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        options.TypeInfoResolverChain.Add(McpJsonUtilities.DefaultOptions.TypeInfoResolver!);
        options.MakeReadOnly();
        return options;
    }
}
