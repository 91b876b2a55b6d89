using System.Buffers.Binary;
using WithingsSync.Fit;

namespace WithingsSync.Tests.Fit;

/// <summary>FIT files put together by hand, for what our writer never writes.</summary>
internal static class RawFit
{
    /// <summary>A frame around records given in hexadecimal, with right sizes and checksums.</summary>
    public static byte[] File(string records, int headerSize = 14, bool headerChecksum = true) => File(Convert.FromHexString(records.Replace(" ", "", StringComparison.Ordinal)), headerSize, headerChecksum);

    public static byte[] File(ReadOnlySpan<byte> records, int headerSize = 14, bool headerChecksum = true)
    {
        var bytes = new byte[headerSize + records.Length + 2];
        bytes[0] = (byte)headerSize;
        bytes[1] = 0x10;
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(2), 108);
        ".FIT"u8.CopyTo(bytes.AsSpan(8));
        records.CopyTo(bytes.AsSpan(headerSize));
        Seal(bytes, headerChecksum);
        return bytes;
    }

    /// <summary>Sets the sizes and the checksums of a file right, so that a change in it is not found by them.</summary>
    public static void Seal(Span<byte> bytes, bool headerChecksum = true)
    {
        var headerSize = bytes[0];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[4..], (uint)(bytes.Length - headerSize - 2));
        if (headerSize == 14)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(bytes[12..], headerChecksum ? Crc16.Of(bytes[..12]) : (ushort)0);
        }

        BinaryPrimitives.WriteUInt16LittleEndian(bytes[^2..], Crc16.Of(bytes[..^2]));
    }
}
