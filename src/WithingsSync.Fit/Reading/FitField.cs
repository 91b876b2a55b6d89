using System.Buffers.Binary;
using System.Text;

namespace WithingsSync.Fit.Reading;

/// <summary>
/// One field's value as stored, without scale. A field may hold several elements. One whose base type is unknown, or whose size is not a
/// whole number of elements, has no elements, only <see cref="Bytes"/>.
/// </summary>
/// <param name="FieldNumber">The field's number in its message.</param>
/// <param name="Type">The base type; null when unknown.</param>
/// <param name="Bytes">The raw bytes.</param>
/// <param name="LittleEndian">The byte order of its elements.</param>
public readonly record struct FitField(int FieldNumber, BaseType? Type, ReadOnlyMemory<byte> Bytes, bool LittleEndian)
{
    /// <summary>How many elements the field holds.</summary>
    public int Count => Type is { } type && Bytes.Length % type.Size() == 0 ? Bytes.Length / type.Size() : 0;

    /// <summary>True when the field says nothing: it has elements of a known type and all of them are "invalid", or the text is empty.</summary>
    public bool IsInvalid
    {
        get
        {
            if (Type is not { } type)
            {
                return false;
            }

            if (type == BaseType.String)
            {
                return Bytes.IsEmpty || Bytes.Span[0] == 0;
            }

            for (var i = 0; i < Count; i++)
            {
                if (Bits(i) != type.Invalid())
                {
                    return false;
                }
            }

            return Count > 0 || Bytes.IsEmpty;
        }
    }

    /// <summary>An element as a whole number; null when there is no such element, when it is invalid, or when the type is text or floating.</summary>
    public decimal? Number(int index = 0) =>
        Type is { } type && type is not (BaseType.String or BaseType.Float32 or BaseType.Float64) && HasElement(index, type)
            ? type switch
            {
                BaseType.SInt8 => (sbyte)Bits(index),
                BaseType.SInt16 => (short)Bits(index),
                BaseType.SInt32 => (int)Bits(index),
                BaseType.SInt64 => (long)Bits(index),
                _ => Bits(index),
            }
            : null;

    /// <summary>An element of a floating type; null when there is none or it is invalid.</summary>
    public double? Real(int index = 0) => Type switch
    {
        BaseType.Float32 when HasElement(index, BaseType.Float32) => BitConverter.UInt32BitsToSingle((uint)Bits(index)),
        BaseType.Float64 when HasElement(index, BaseType.Float64) => BitConverter.UInt64BitsToDouble(Bits(index)),
        _ => null,
    };

    /// <summary>A text up to its closing zero; null when the field is no text or an empty one. Bytes that are not UTF-8 become U+FFFD.</summary>
    public string? Text()
    {
        if (Type != BaseType.String || IsInvalid)
        {
            return null;
        }

        var end = Bytes.Span.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? Bytes.Span : Bytes.Span[..end]);
    }

    /// <summary>The value of a valid uint32, which every time stamp is.</summary>
    internal uint? Unsigned32() => Type == BaseType.UInt32 && HasElement(0, BaseType.UInt32) ? (uint)Bits(0) : null;

    private bool HasElement(int index, BaseType type) => index >= 0 && index < Count && Bits(index) != type.Invalid();

    private ulong Bits(int index)
    {
        var size = Type.GetValueOrDefault().Size();
        var element = Bytes.Span.Slice(index * size, size);
        return size switch
        {
            1 => element[0],
            2 => LittleEndian ? BinaryPrimitives.ReadUInt16LittleEndian(element) : BinaryPrimitives.ReadUInt16BigEndian(element),
            4 => LittleEndian ? BinaryPrimitives.ReadUInt32LittleEndian(element) : BinaryPrimitives.ReadUInt32BigEndian(element),
            _ => LittleEndian ? BinaryPrimitives.ReadUInt64LittleEndian(element) : BinaryPrimitives.ReadUInt64BigEndian(element),
        };
    }
}
