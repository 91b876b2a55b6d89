using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace WithingsSync.Mcp.Answers;

/// <summary>
/// Writes an answer's JSON, one line of UTF-8, in pieces. In one piece a year of days would be an array on the heap of large objects, which fills with holes, and each thread
/// that ever wrote one would keep those it grew out of.
/// </summary>
internal static class AnswerJson
{
    private const int Piece = 16 * 1024;

    private static readonly PipeOptions Options = new(minimumSegmentSize: Piece, pauseWriterThreshold: 0, useSynchronizationContext: false);

    public static ReadOnlySequence<byte> Of<T>(T answer, JsonTypeInfo<T> type)
    {
        var pipe = new Pipe(Options);
        using (var writer = new Utf8JsonWriter(pipe.Writer, new() { Encoder = type.Options.Encoder }))
        {
            JsonSerializer.Serialize(writer, answer, type);
        }

        pipe.Writer.Complete();
        pipe.Reader.TryRead(out var read);
        return read.Buffer;
    }
}
