using System.Buffers.Binary;

namespace WithingsSync.Storage.Records.Days;

/// <summary>Reads what a <see cref="ColumnWriter"/> wrote, in the same order; bytes that it cannot have written are an <see cref="InvalidDataException"/>.</summary>
internal sealed class ColumnReader(byte[] content, int start, int end, List<string> texts)
{
    private int _next = start;
    private long _digits;
    private byte _scale;

    public int Left => end - _next;

    public ulong Unsigned()
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = Byte();
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw Damaged();
    }

    public int Count() => Unsigned() is var value and <= int.MaxValue ? (int)value : throw Damaged();

    public long Integer() => UnZigZag(Unsigned());

    public int? Optional() => Unsigned() is not 0 and var value ? checked((int)UnZigZag(value - 1)) : null;

    public string? Text()
    {
        var number = Count();
        return number == 0 ? null : number <= texts.Count ? texts[number - 1] : throw Damaged();
    }

    /// <summary>A text that is never null: a name.</summary>
    public string Name() => Text() ?? throw Damaged();

    public ReadOnlySpan<byte> Bytes(int count) => content.AsSpan(Skip(count), count);

    /// <summary>A column that stands within this one, after its length.</summary>
    public ColumnReader Column()
    {
        var from = Skip(Count());
        return new(content, from, _next, texts);
    }

    public decimal Number()
    {
        if (Unsigned() is not 0 and var difference)
        {
            _digits += UnZigZag(difference - 1);
        }
        else if (Byte() is not ColumnWriter.Whole and var scale)
        {
            (_scale, _digits) = (scale <= 28 ? scale : throw Damaged(), Integer());
        }
        else
        {
            return ReadWhole();
        }

        return DecimalDigits.Join(_digits, _scale);
    }

    private decimal ReadWhole()
    {
        Span<int> parts = stackalloc int[4];
        for (var i = 0; i < parts.Length; i++)
        {
            parts[i] = BinaryPrimitives.ReadInt32LittleEndian(Bytes(sizeof(int)));
        }

        return new(parts);
    }

    private byte Byte() => _next < end ? content[_next++] : throw Damaged();

    /// <returns>Where the skipped bytes begin.</returns>
    private int Skip(int count)
    {
        if (count > Left)
        {
            throw Damaged();
        }

        _next += count;
        return _next - count;
    }

    private static long UnZigZag(ulong value) => (long)(value >> 1) ^ -(long)(value & 1);

    private static InvalidDataException Damaged() => new("The packed day does not hold what it should.");
}
