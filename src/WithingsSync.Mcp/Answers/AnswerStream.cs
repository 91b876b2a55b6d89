using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ModelContextProtocol.Server;

namespace WithingsSync.Mcp.Answers;

/// <summary>
/// The body of one HTTP response. The protocol's library writes its message with a mark in each place where the answer belongs; here the answer takes the marks' places, piece by piece, each
/// of which waits until the system has taken the one before. So neither the library nor the web server holds a whole answer, however many clients read at once.
/// </summary>
/// <param name="body">Where it goes; not disposed here.</param>
public sealed class AnswerStream(Stream body) : Stream
{
    /// <summary>Bytes that are sent at once: with their frame, two of the web server's blocks.</summary>
    private const int Piece = (2 * 4096) - 64;

    /// <summary>Bytes of JSON that become text at once: the writer borrows six times as many, and each thread keeps what it borrowed.</summary>
    private const int Segment = 512;

    private const string Key = "withings.body";

    /// <summary>Nobody outside knows it: what a client or a device calls itself may stand in the same message.</summary>
    private static readonly string Secret = RandomNumberGenerator.GetHexString(32);

    private static readonly Mark Text = new($"text-{Secret}");
    private static readonly Mark Structure = new($"structure-{Secret}");

    private ReadOnlySequence<byte>? _answer;
    private int _places;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Lets the answer to what comes in through these options go out in pieces.</summary>
    public void Carry(McpServerOptions options) => options.Filters.Message.IncomingFilters.Add(next => (context, cancellationToken) =>
    {
        context.Items[Key] = this;
        return next(context, cancellationToken);
    });

    /// <param name="items">Of a message that leaves.</param>
    /// <returns>Null where messages go another way.</returns>
    internal static AnswerStream? Find(IDictionary<string, object?> items) => items.TryGetValue(Key, out var found) ? found as AnswerStream : null;

    /// <param name="answer">An object in one line of UTF-8, which the next message carries.</param>
    /// <returns>What stands for it there: as text, and as structure.</returns>
    internal (string Text, string Structure) Hold(ReadOnlySequence<byte> answer)
    {
        (_answer, _places) = (answer, 2);
        return (Text.Name, Structure.Name);
    }

    /// <summary>After the last message.</summary>
    /// <exception cref="InvalidOperationException">The library did not hand over whole a message that carried an answer, so the client has a mark of ours instead.</exception>
    public void EnsureFilled()
    {
        if (_places > 0)
        {
            throw new InvalidOperationException("An answer did not reach its places in the message.");
        }
    }

    /// <summary>The library hands over each message whole.</summary>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_places > 0 && _answer is { } answer && Mark.FirstIn(buffer.Span, Text, Structure) is { } mark)
        {
            var at = mark.In(buffer.Span);
            await body.WriteAsync(buffer[..at], cancellationToken);
            await (mark == Text ? WriteTextAsync(answer, cancellationToken) : WriteStructureAsync(answer, cancellationToken));
            buffer = buffer[(at + mark.Length)..];
            _places--;
        }

        await body.WriteAsync(buffer, cancellationToken);
    }

    /// <summary>A writer joins the pieces also within a character.</summary>
    private async Task WriteTextAsync(ReadOnlySequence<byte> answer, CancellationToken cancellationToken)
    {
        var text = new ArrayBufferWriter<byte>(Piece);
        await using var writer = new Utf8JsonWriter(text, new() { Encoder = ToolJson.Options.Encoder });
        foreach (var part in answer)
        {
            for (var at = 0; at < part.Length; at += Segment)
            {
                writer.WriteStringValueSegment(part.Span[at..Math.Min(at + Segment, part.Length)], isFinalSegment: false);
                if (writer.BytesPending > Piece - (2 * Segment))
                {
                    await SendAsync();
                }
            }
        }

        writer.WriteStringValueSegment(ReadOnlySpan<byte>.Empty, isFinalSegment: true);
        await SendAsync();

        async Task SendAsync()
        {
            writer.Flush();
            await body.WriteAsync(text.WrittenMemory, cancellationToken);
            text.ResetWrittenCount();
        }
    }

    private async Task WriteStructureAsync(ReadOnlySequence<byte> answer, CancellationToken cancellationToken)
    {
        foreach (var part in answer)
        {
            for (var at = 0; at < part.Length; at += Piece)
            {
                await body.WriteAsync(part[at..Math.Min(at + Piece, part.Length)], cancellationToken);
            }
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("Bodies are written asynchronously.");

    public override Task FlushAsync(CancellationToken cancellationToken) => body.FlushAsync(cancellationToken);

    public override void Flush() => throw new NotSupportedException("Bodies are written asynchronously.");

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>A text whose place in a message is an answer's.</summary>
    private sealed record Mark(string Name)
    {
        private readonly byte[] _bytes = Encoding.UTF8.GetBytes($"\"{Name}\"");

        public int Length => _bytes.Length;

        public int In(ReadOnlySpan<byte> message) => message.IndexOf(_bytes);

        public static Mark? FirstIn(ReadOnlySpan<byte> message, Mark one, Mark other) => (one.In(message), other.In(message)) switch
        {
            (< 0, < 0) => null,
            ( < 0, _) => other,
            (_, < 0) => one,
            var (first, second) => first < second ? one : other,
        };
    }
}
