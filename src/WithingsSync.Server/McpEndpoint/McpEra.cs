using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace WithingsSync.Server.McpEndpoint;

/// <summary>
/// Which revision of the protocol a message belongs to, and whether its headers say the same as its body. From 2026-07-28 on each message says so itself; before, a
/// handshake did, which is taken as it comes.
/// </summary>
internal static class McpEra
{
    private const string Modern = "2026-07-28";
    private const string EncodedPrefix = "=?base64?";
    private const string EncodedSuffix = "?=";

    private static readonly string[] Versions = ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25", Modern];

    public static bool IsKnown(string version) => Versions.Contains(version, StringComparer.Ordinal);

    public static bool IsModern(IHeaderDictionary headers) => VersionOf(headers) == Modern;

    public static string? VersionOf(IHeaderDictionary headers) => headers["MCP-Protocol-Version"].ToString() is { Length: > 0 } version ? version : null;

    /// <returns>What is wrong; null when nothing is.</returns>
    public static McpError? Check(IHeaderDictionary headers, JsonRpcMessage message)
    {
        var id = message is JsonRpcRequest request ? request.Id : default;
        var version = VersionOf(headers);

        // What can be named in a header without a handshake, as server/discover says it too; which of the others is spoken, a handshake settles.
        if (version is not null && !IsKnown(version))
        {
            return McpError.BadRequest(McpErrorCode.UnsupportedProtocolVersion, "Unsupported protocol version", id) with
            {
                Data = new() { Requested = version.Length <= 40 ? version : version[..40], Supported = [Modern] },
            };
        }

        var (method, arguments) = message switch
        {
            JsonRpcRequest one => (one.Method, one.Params as JsonObject),
            JsonRpcNotification one => (one.Method, one.Params as JsonObject),
            _ => (null, null),
        };
        var meta = arguments?["_meta"] as JsonObject;
        var stated = TextOf(meta?[MetaKeys.ProtocolVersion]);
        return method is not null && (version == Modern || stated == Modern) ? CheckModern(headers, message, method, arguments, meta, stated, version, id) : null;
    }

    private static McpError? CheckModern(
        IHeaderDictionary headers, JsonRpcMessage message, string method, JsonObject? arguments, JsonObject? meta, string? stated, string? version, RequestId id)
    {
        var key = method switch { "tools/call" or "prompts/get" => "name", "resources/read" => "uri", _ => null };
        if ((stated ?? version) != version || Decoded(headers, "Mcp-Method") != method || (key is not null && Decoded(headers, "Mcp-Name") != TextOf(arguments?[key])))
        {
            return McpError.BadRequest(McpErrorCode.HeaderMismatch, "MCP-Protocol-Version, Mcp-Method and Mcp-Name must repeat the body.", id);
        }

        if (message is JsonRpcRequest && (stated is null || meta?[MetaKeys.ClientCapabilities] is not JsonObject))
        {
            return McpError.BadRequest(McpErrorCode.InvalidParams, "_meta lacks protocolVersion or clientCapabilities.", id);
        }

        return method is "initialize" or "ping" or "logging/setLevel" or "resources/subscribe" or "resources/unsubscribe"
            ? new(StatusCodes.Status404NotFound, (int)McpErrorCode.MethodNotFound, $"{method} does not exist in {Modern}.", id)
            : null;
    }

    private static string? TextOf(JsonNode? node) => node is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    /// <summary>What is not printable comes in Base64.</summary>
    private static string? Decoded(IHeaderDictionary headers, string name)
    {
        var text = headers[name].ToString().Trim();
        if (!text.StartsWith(EncodedPrefix, StringComparison.OrdinalIgnoreCase) || !text.EndsWith(EncodedSuffix, StringComparison.Ordinal) || text.Length < EncodedPrefix.Length + EncodedSuffix.Length)
        {
            return text.Length == 0 ? null : text;
        }

        try
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(text[EncodedPrefix.Length..^EncodedSuffix.Length]));
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
