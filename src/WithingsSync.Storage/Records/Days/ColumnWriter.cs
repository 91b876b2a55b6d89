using System.Buffers.Binary;

namespace WithingsSync.Storage.Records.Days;

/// <summary>One field of all records of a day, written one value after the other; <see cref="ColumnReader"/> reads them in the same order.</summary>
internal sealed class ColumnWriter(TextTable texts)
{
    /// <summary>In the place of a scale: the value follows as the sixteen bytes of <see cref="decimal.GetBits(decimal)"/>.</summary>
    public const byte Whole = 255;

    private byte[] _bytes = new byte[64];
    private int _length;
    private long _digits;
    private byte _scale;

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    /// <summary>A varint.</summary>
    public void Unsigned(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            Byte((byte)(value | 0x80));
        }

        Byte((byte)value);
    }

    public void Count(int value) => Unsigned((ulong)value);

    /// <summary>A zigzag varint.</summary>
    public void Integer(long value) => Unsigned(ZigZag(value));

    /// <summary>0 for null, else one more than the zigzag.</summary>
    public void Optional(int? value) => Unsigned(value is { } number ? ZigZag(number) + 1 : 0);

    /// <summary>Bytes as they are.</summary>
    public void Bytes(ReadOnlySpan<byte> value)
    {
        if (_bytes.Length - _length < value.Length)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + value.Length));
        }

        value.CopyTo(_bytes.AsSpan(_length));
        _length += value.Length;
    }

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
            Byte(_scale = scale);
            Integer(digits);
        }

        _digits = digits;
    }

    private void WriteWhole(decimal value)
    {
        Span<int> parts = stackalloc int[4];
        decimal.GetBits(value, parts);
        Byte(Whole);
        Span<byte> four = stackalloc byte[sizeof(int)];
        foreach (var part in parts)
        {
            BinaryPrimitives.WriteInt32LittleEndian(four, part);
            Bytes(four);
        }
    }

    private void Byte(byte value)
    {
        if (_length == _bytes.Length)
        {
            Array.Resize(ref _bytes, _length * 2);
        }

        _bytes[_length++] = value;
    }

    private static ulong ZigZag(long value) => (ulong)((value << 1) ^ (value >> 63));
}
