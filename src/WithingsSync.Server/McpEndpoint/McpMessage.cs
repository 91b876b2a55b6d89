using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace WithingsSync.Server.McpEndpoint;

/// <summary>Reads a body that anybody may have written.</summary>
internal static class McpMessage
{
    /// <summary>No duplicates: who checks a name and who acts on it must not see two values. Deeper than any call is.</summary>
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 32, AllowDuplicateProperties = false };

    private static readonly JsonTypeInfo<JsonRpcMessage> Wire = (JsonTypeInfo<JsonRpcMessage>)McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(JsonRpcMessage));

    /// <returns>The message, or what is wrong with it.</returns>
    public static async Task<(JsonRpcMessage? Message, McpError? Error)> ReadAsync(Stream body, CancellationToken cancellationToken)
    {
        try
        {
            using var document = await JsonDocument.ParseAsync(body, Strict, cancellationToken);
            return document.RootElement.ValueKind switch
            {
                JsonValueKind.Array => (null, McpError.BadRequest(McpErrorCode.InvalidRequest, "Batches are not served: send one message at a time.")),
                JsonValueKind.Object => Understand(document.RootElement),
                _ => (null, NoMessage()),
            };
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // The latter: a name that holds half a character cannot be compared with the others.
            return (null, McpError.BadRequest(McpErrorCode.ParseError, "The body is not JSON, is nested too deeply, or has a name twice or one with half of a character (a lone surrogate) in it."));
        }
    }

    private static (JsonRpcMessage? Message, McpError? Error) Understand(JsonElement body)
    {
        try
        {
            return body.Deserialize(Wire) is { } message ? (message, null) : (null, NoMessage());
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException or NotSupportedException)
        {
            // The latter ones: a text that holds half a character, a number that is none.
            return (null, NoMessage());
        }
    }

    private static McpError NoMessage() => McpError.BadRequest(McpErrorCode.InvalidRequest, "The body is no JSON-RPC 2.0 message.");
}
