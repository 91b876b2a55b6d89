using System.Buffers.Binary;

namespace WithingsSync.Fit.Reading;

/// <summary>The first bytes of a FIT file (FIT protocol, "File Header").</summary>
/// <param name="Size">14, or 12 in old files, which have no checksum of the header.</param>
/// <param name="ProtocolVersion">High four bits major, low four minor: 0x20 is 2.0.</param>
/// <param name="ProfileVersion">As stored: 21202 is 21.202; old files count major × 100 + minor.</param>
/// <param name="DataSize">Bytes of all records.</param>
/// <param name="HasChecksum">The header carried a checksum of its own; 0 stands for none.</param>
public sealed record FitHeader(int Size, byte ProtocolVersion, int ProfileVersion, long DataSize, bool HasChecksum)
{
    internal const int ChecksumSize = 2;

    private const int ShortSize = 12;
    private const int FullSize = 14;

    internal static FitHeader Read(ReadOnlySpan<byte> bytes, int offset)
    {
        var rest = bytes[offset..];

        if (rest.IsEmpty || rest[0] is not (ShortSize or FullSize) || rest.Length < rest[0])
        {
            throw new FitFormatException("No FIT header of 12 or 14 bytes", offset);
        }

        var header = rest[..rest[0]];
        if (!header.Slice(8, 4).SequenceEqual(".FIT"u8))
        {
            throw new FitFormatException("The header does not say .FIT", offset + 8);
        }

        var checksum = header.Length == FullSize ? BinaryPrimitives.ReadUInt16LittleEndian(header[ShortSize..]) : 0;
        if (checksum != 0 && checksum != Crc16.Of(header[..ShortSize]))
        {
            throw new FitFormatException("The header's checksum is wrong", offset + ShortSize);
        }

        return new(
            header.Length,
            header[1],
            BinaryPrimitives.ReadUInt16LittleEndian(header[2..]),
            BinaryPrimitives.ReadUInt32LittleEndian(header[4..]),
            checksum != 0);
    }

    /// <summary>Where the file's records end, once its size and its checksum have been found right.</summary>
    internal int DataEnd(ReadOnlySpan<byte> bytes, int offset)
    {
        if (offset + Size + DataSize + ChecksumSize > bytes.Length)
        {
            throw new FitFormatException($"The file is cut short: {DataSize} bytes of records are announced", offset + 4);
        }

        var end = offset + Size + (int)DataSize;
        if (BinaryPrimitives.ReadUInt16LittleEndian(bytes[end..]) != Crc16.Of(bytes[offset..end]))
        {
            throw new FitFormatException("The file's checksum is wrong", end);
        }

        return end;
    }
}
