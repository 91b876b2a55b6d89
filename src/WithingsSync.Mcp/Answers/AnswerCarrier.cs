using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace WithingsSync.Mcp.Answers;

/// <summary>
/// Brings an answer's JSON, written once, to the two places where the protocol wants it: the structure, and the same as text. The protocol's library would write and read both
/// anew at each of the layers between tool and wire; for a year of days that was half of the call (docs/performance.md). So the result that passes those layers is empty, and
/// is filled when it is sent: by the <see cref="AnswerStream"/> it goes into, or else as the library writes it.
/// </summary>
internal static class AnswerCarrier
{
    private const string Key = "withings.answer";

    private static readonly ConditionalWeakTable<CallToolResult, Answer> Waiting = [];

    /// <summary>The options the library writes messages with: a node of a type they do not know is written as it says itself only under its own options.</summary>
    private static readonly JsonSerializerOptions Wire = McpJsonUtilities.DefaultOptions.TypeInfoResolverChain.OfType<JsonSerializerContext>().First().Options;

    private static readonly JsonTypeInfo<Structure> AsStructure = JsonMetadataServices.CreateValueInfo<Structure>(Wire, new StructureWriter());

    private static readonly JsonTypeInfo<Text> AsText = JsonMetadataServices.CreateValueInfo<Text>(Wire, new TextWriter());

    /// <param name="json">An object in one line of UTF-8.</param>
    /// <param name="links">What follows the text.</param>
    public static CallToolResult Load(ReadOnlySequence<byte> json, IEnumerable<ContentBlock> links)
    {
        var result = new CallToolResult { Content = [new TextContentBlock { Text = "" }, .. links] };
        Waiting.Add(result, new(json));
        return result;
    }

    /// <summary>Around each call: what the tool loaded goes with the request.</summary>
    public static McpRequestHandler<CallToolRequestParams, CallToolResult> Around(McpRequestHandler<CallToolRequestParams, CallToolResult> next) => async (request, cancellationToken) =>
    {
        var result = await next(request, cancellationToken);
        if (Waiting.TryGetValue(result, out var answer))
        {
            request.Items[Key] = answer;
        }

        return result;
    };

    /// <summary>Around each message that leaves: a response shares its request's items.</summary>
    public static McpMessageHandler Outgoing(McpMessageHandler next) => (context, cancellationToken) =>
    {
        if (context.JsonRpcMessage is JsonRpcResponse { Result: JsonObject result } && context.Items.Remove(Key, out var kept) && kept is Answer { Json: var json })
        {
            (result["content"]![0]!["text"], result["structuredContent"]) = AnswerStream.Find(context.Items)?.Hold(json) is var (text, structure)
                ? (JsonValue.Create(text), JsonValue.Create(structure))
                : (JsonValue.Create(new Text(json), AsText), JsonValue.Create(new Structure(json), AsStructure));
        }

        return next(context, cancellationToken);
    };

    private sealed record Answer(ReadOnlySequence<byte> Json);

    private readonly record struct Structure(ReadOnlySequence<byte> Json);

    private readonly record struct Text(ReadOnlySequence<byte> Json);

    private sealed class StructureWriter : JsonConverter<Structure>
    {
        public override Structure Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException("Answers are only sent.");

        public override void Write(Utf8JsonWriter writer, Structure value, JsonSerializerOptions options) => writer.WriteRawValue(value.Json, skipInputValidation: true);
    }

    private sealed class TextWriter : JsonConverter<Text>
    {
        public override Text Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException("Answers are only sent.");

        public override void Write(Utf8JsonWriter writer, Text value, JsonSerializerOptions options)
        {
            foreach (var piece in value.Json)
            {
                writer.WriteStringValueSegment(piece.Span, isFinalSegment: false);
            }

            writer.WriteStringValueSegment(ReadOnlySpan<byte>.Empty, isFinalSegment: true);
        }
    }
}
