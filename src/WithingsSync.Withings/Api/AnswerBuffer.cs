using System.Buffers;

namespace WithingsSync.Withings.Api;

/// <summary>A whole answer in rented memory; wiped when given back, since answers hold tokens and readings.</summary>
internal sealed class AnswerBuffer : IDisposable
{
    private byte[] _bytes;

    private AnswerBuffer(int size) => _bytes = ArrayPool<byte>.Shared.Rent(size);

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Bytes => _bytes.AsMemory(0, Length);

    /// <summary>Reads a stream to its end; null when it holds more than <paramref name="limit"/> bytes.</summary>
    public static async Task<AnswerBuffer?> ReadAsync(Stream stream, long? expected, long limit, CancellationToken cancellationToken)
    {
        if (expected > limit)
        {
            return null;
        }

        // One byte more than expected, so that the end is met without growing.
        var buffer = new AnswerBuffer((int)Math.Clamp((expected ?? 0) + 1, 16 * 1024, 16 * 1024 * 1024));
        try
        {
            while (await stream.ReadAsync(buffer._bytes.AsMemory(buffer.Length), cancellationToken) is var count and > 0)
            {
                buffer.Length += count;
                if (buffer.Length > limit)
                {
                    buffer.Dispose();
                    return null;
                }

                if (buffer.Length == buffer._bytes.Length)
                {
                    buffer.Grow();
                }
            }

            return buffer;
        }
        catch
        {
            buffer.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Release(_bytes, Length);
        _bytes = [];
        Length = 0;
    }

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(_bytes.Length * 2);
        _bytes.AsSpan(0, Length).CopyTo(larger);
        Release(_bytes, Length);
        _bytes = larger;
    }

    private static void Release(byte[] bytes, int used)
    {
        if (bytes.Length > 0)
        {
            bytes.AsSpan(0, used).Clear();
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }
}
