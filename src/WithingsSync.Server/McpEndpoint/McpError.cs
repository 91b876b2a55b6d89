using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace WithingsSync.Server.McpEndpoint;

/// <summary>A refusal of a message as a whole, in the words of JSON-RPC.</summary>
/// <param name="Status">Of the HTTP answer.</param>
/// <param name="Id">Of the request, as far as it can be told.</param>
internal sealed record McpError(int Status, int Code, string Message, RequestId Id = default, UnsupportedProtocolVersionErrorData? Data = null)
{
    /// <summary>The protocol's servers answer so where only HTTP is concerned.</summary>
    public const int General = -32000;

    /// <summary>As the protocol's own servers say that a session is not known.</summary>
    public const int NoSession = -32001;

    private static readonly JsonTypeInfo<JsonRpcError> Wire = (JsonTypeInfo<JsonRpcError>)McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(JsonRpcError));

    private static readonly JsonTypeInfo<UnsupportedProtocolVersionErrorData> WireData =
        (JsonTypeInfo<UnsupportedProtocolVersionErrorData>)McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(UnsupportedProtocolVersionErrorData));

    public static McpError BadRequest(McpErrorCode code, string message, RequestId id = default) => new(StatusCodes.Status400BadRequest, (int)code, message, id);

    public static Task AnswerAsync(HttpContext context, int status, int code, string message) => AnswerAsync(context, new(status, code, message));

    public static Task AnswerAsync(HttpContext context, McpError error)
    {
        var data = error.Data is { } given ? JsonSerializer.SerializeToNode(given, WireData) : null;
        return TypedResults.Json(new JsonRpcError { Id = error.Id, Error = new() { Code = error.Code, Message = error.Message, Data = data } }, Wire, statusCode: error.Status).ExecuteAsync(context);
    }
}
