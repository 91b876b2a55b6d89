using System.Buffers;
using System.Text;
using System.Text.Json;
using WithingsSync.Mcp.Answers;
using Xunit;

namespace WithingsSync.Tests.Mcp;

public sealed class AnswerStreamTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_answer_takes_the_places_that_are_kept_for_it_whichever_comes_first(bool isTextFirst)
    {
        var answer = Encoding.UTF8.GetBytes($$"""{"note":"{{string.Concat(Enumerable.Repeat("a\\\"é\\n😀 ", 9_999))}}"}""");
        using var body = new MemoryStream();
        await using var stream = new AnswerStream(body);
        var (text, structure) = stream.Hold(InPieces(answer, 1_021));

        await stream.WriteAsync(Encoding.UTF8.GetBytes(isTextFirst ? $$"""{"text":"{{text}}","structure":"{{structure}}","n":1}""" : $$"""{"structure":"{{structure}}","n":1,"text":"{{text}}"}"""), TestContext.Current.CancellationToken);

        using var message = JsonDocument.Parse(body.ToArray());
        Assert.Equal(Encoding.UTF8.GetString(answer), message.RootElement.GetProperty("text").GetString());
        Assert.Equal(Encoding.UTF8.GetString(answer), message.RootElement.GetProperty("structure").GetRawText());
        Assert.Equal(1, message.RootElement.GetProperty("n").GetInt32());
    }

    [Fact]
    public async Task A_message_that_carries_no_answer_goes_out_as_it_is()
    {
        using var body = new MemoryStream();
        await using var stream = new AnswerStream(body);
        stream.Hold(new("{}"u8.ToArray()));

        await stream.WriteAsync("data: {\"method\":\"notifications/progress\"}\n\n"u8.ToArray(), TestContext.Current.CancellationToken);

        Assert.Equal("data: {\"method\":\"notifications/progress\"}\n\n", Encoding.UTF8.GetString(body.ToArray()));
    }

    [Fact]
    public async Task Nothing_is_written_in_one_go_that_is_longer_than_a_web_server_holds_for_a_slow_reader()
    {
        using var body = new LongestWrite();
        await using var stream = new AnswerStream(body);
        var (text, structure) = stream.Hold(InPieces(Encoding.UTF8.GetBytes($$"""{"note":"{{new string('x', 400_000)}}"}"""), 65_536));

        await stream.WriteAsync(Encoding.UTF8.GetBytes($$"""{"text":"{{text}}","structure":"{{structure}}"}"""), TestContext.Current.CancellationToken);

        Assert.InRange(body.Longest, 1, 8192);
        Assert.True(body.Position > 800_000);
    }

    private static ReadOnlySequence<byte> InPieces(byte[] bytes, int length)
    {
        var first = new Piece(bytes.AsMemory(0, Math.Min(length, bytes.Length)), before: null);
        var last = first;
        for (var at = length; at < bytes.Length; at += length)
        {
            last = new(bytes.AsMemory(at, Math.Min(length, bytes.Length - at)), last);
        }

        return new(first, 0, last, last.Memory.Length);
    }

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public Piece(ReadOnlyMemory<byte> memory, Piece? before)
        {
            Memory = memory;
            if (before is not null)
            {
                before.Next = this;
                RunningIndex = before.RunningIndex + before.Memory.Length;
            }
        }
    }

    private sealed class LongestWrite : MemoryStream
    {
        public int Longest { get; private set; }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Longest = Math.Max(Longest, buffer.Length);
            return base.WriteAsync(buffer, cancellationToken);
        }
    }
}
