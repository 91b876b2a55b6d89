namespace WithingsSync.Fit;

/// <summary>How a field's value is laid out in bytes; the numbers are those of the file (FIT protocol, "Base Types").</summary>
public enum BaseType : byte
{
    Enum = 0x00,
    SInt8 = 0x01,
    UInt8 = 0x02,
    SInt16 = 0x83,
    UInt16 = 0x84,
    SInt32 = 0x85,
    UInt32 = 0x86,

    /// <summary>UTF-8, ended by a zero byte.</summary>
    String = 0x07,
    Float32 = 0x88,
    Float64 = 0x89,

    /// <summary>Unsigned, and 0 instead of all ones means "invalid".</summary>
    UInt8Z = 0x0A,
    UInt16Z = 0x8B,
    UInt32Z = 0x8C,

    /// <summary>Bytes without a meaning of their own; invalid when all of them are 0xFF.</summary>
    Byte = 0x0D,
    SInt64 = 0x8E,
    UInt64 = 0x8F,
    UInt64Z = 0x90,
}
