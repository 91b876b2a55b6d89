namespace WithingsSync.Fit;

/// <summary>Sizes and "invalid" values of the base types (FIT protocol, "Base Types").</summary>
internal static class BaseTypes
{
    private static readonly BaseType[] ByNumber =
    [
        BaseType.Enum, BaseType.SInt8, BaseType.UInt8, BaseType.SInt16, BaseType.UInt16, BaseType.SInt32, BaseType.UInt32, BaseType.String,
        BaseType.Float32, BaseType.Float64, BaseType.UInt8Z, BaseType.UInt16Z, BaseType.UInt32Z, BaseType.Byte, BaseType.SInt64, BaseType.UInt64, BaseType.UInt64Z,
    ];

    /// <summary>The base type of a definition's byte; null for one this profile does not know. Only the low five bits tell types apart.</summary>
    public static BaseType? From(byte value) => (value & 0x1F) < ByNumber.Length ? ByNumber[value & 0x1F] : null;

    /// <summary>Bytes of one element.</summary>
    public static int Size(this BaseType type) => type switch
    {
        BaseType.SInt16 or BaseType.UInt16 or BaseType.UInt16Z => 2,
        BaseType.SInt32 or BaseType.UInt32 or BaseType.UInt32Z or BaseType.Float32 => 4,
        BaseType.SInt64 or BaseType.UInt64 or BaseType.UInt64Z or BaseType.Float64 => 8,
        _ => 1,
    };

    /// <summary>The bits that say "no value here".</summary>
    public static ulong Invalid(this BaseType type) => type switch
    {
        BaseType.SInt8 => 0x7F,
        BaseType.SInt16 => 0x7FFF,
        BaseType.SInt32 => 0x7FFFFFFF,
        BaseType.SInt64 => 0x7FFFFFFFFFFFFFFF,
        BaseType.String or BaseType.UInt8Z or BaseType.UInt16Z or BaseType.UInt32Z or BaseType.UInt64Z => 0,
        _ => ulong.MaxValue >> (64 - (8 * type.Size())),
    };
}
