using System.Buffers;
using System.Buffers.Binary;

namespace WithingsSync.Storage.Records.Days;

/// <summary>One field of all records of a day, written one value after the other; <see cref="ColumnReader"/> reads them in the same order.</summary>
internal sealed class ColumnWriter(TextTable texts)
{
    /// <summary>In the place of a scale: the value follows as the sixteen bytes of <see cref="decimal.GetBits(decimal)"/>.</summary>
    public const byte Whole = 255;

    private readonly ArrayBufferWriter<byte> _bytes = new(64);
    private long _digits;
    private byte _scale;

    public ReadOnlySpan<byte> Written => _bytes.WrittenSpan;

    /// <summary>A varint.</summary>
    public void Unsigned(ulong value)
    {
        const int mostBytes = 10;
        var span = _bytes.GetSpan(mostBytes);
        var length = 0;
        for (; value >= 0x80; value >>= 7)
        {
            span[length++] = (byte)(value | 0x80);
        }

        span[length++] = (byte)value;
        _bytes.Advance(length);
    }

    public void Count(int value) => Unsigned((ulong)value);

    /// <summary>A zigzag varint.</summary>
    public void Integer(long value) => Unsigned(ZigZag(value));

    /// <summary>0 for null, else one more than the zigzag.</summary>
    public void Optional(int? value) => Unsigned(value is { } number ? ZigZag(number) + 1 : 0);

    /// <summary>Bytes as they are.</summary>
    public void Bytes(ReadOnlySpan<byte> value) => _bytes.Write(value);

    /// <summary>The number of the text in the day's table, 0 for null.</summary>
    public void Text(string? value) => Count(texts.NumberOf(value));

    /// <summary>
    /// Exact digits, trailing zeros included: one more than the zigzag of the difference to the last digits of this column when their scale is the same
    /// (at first: 0 and scale 0); else 0, the byte of the new scale, and the digits in zigzag; or 0 and <see cref="Whole"/>.
    /// </summary>
    public void Number(decimal value)
    {
        if (!DecimalDigits.TrySplit(value, out var digits, out var scale))
        {
            Unsigned(0);
            WriteWhole(value);
            return;
        }

        if (scale == _scale)
        {
            Unsigned(ZigZag(digits - _digits) + 1);
        }
        else
        {
            Unsigned(0);
            _bytes.GetSpan(1)[0] = _scale = scale;
            _bytes.Advance(1);
            Integer(digits);
        }

        _digits = digits;
    }

    private void WriteWhole(decimal value)
    {
        Span<int> parts = stackalloc int[4];
        decimal.GetBits(value, parts);
        var span = _bytes.GetSpan(1 + (4 * sizeof(int)));
        span[0] = Whole;
        for (var i = 0; i < parts.Length; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(span[(1 + (i * sizeof(int)))..], parts[i]);
        }

        _bytes.Advance(1 + (4 * sizeof(int)));
    }

    private static ulong ZigZag(long value) => (ulong)((value << 1) ^ (value >> 63));
}
