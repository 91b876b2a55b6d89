using System.Buffers.Binary;

namespace WithingsSync.Fit;

/// <summary>
/// The checksum of a FIT file, CRC-16/ARC: polynomial 0x8005 reflected (0xA001), start 0, no final XOR (FIT protocol, "CRC").
/// The checksum of data followed by its own checksum, low byte first, is 0.
/// </summary>
public static class Crc16
{
    private const int Slices = 8;

    // Eight tables, so that eight bytes take one round of look-ups: table k holds the checksum of a byte followed by k zeros.
    private static readonly ushort[] Table = BuildTables();

    /// <summary>The checksum of <paramref name="bytes"/>, going on from <paramref name="start"/>, the checksum of what stood before.</summary>
    public static ushort Of(ReadOnlySpan<byte> bytes, ushort start = 0)
    {
        uint crc = start;
        ReadOnlySpan<ushort> table = Table;

        while (bytes.Length >= Slices)
        {
            var word = BinaryPrimitives.ReadUInt64LittleEndian(bytes) ^ crc;
            crc = (uint)(
                table[0x700 + (int)(word & 0xFF)]
                ^ table[0x600 + (int)((word >> 8) & 0xFF)]
                ^ table[0x500 + (int)((word >> 16) & 0xFF)]
                ^ table[0x400 + (int)((word >> 24) & 0xFF)]
                ^ table[0x300 + (int)((word >> 32) & 0xFF)]
                ^ table[0x200 + (int)((word >> 40) & 0xFF)]
                ^ table[0x100 + (int)((word >> 48) & 0xFF)]
                ^ table[(int)(word >> 56)]);
            bytes = bytes[Slices..];
        }

        foreach (var value in bytes)
        {
            crc = (crc >> 8) ^ table[(int)((crc ^ value) & 0xFF)];
        }

        return (ushort)crc;
    }

    private static ushort[] BuildTables()
    {
        var table = new ushort[Slices * 256];

        for (var i = 0; i < 256; i++)
        {
            var crc = i;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xA001;
            }

            table[i] = (ushort)crc;
        }

        for (var i = 256; i < table.Length; i++)
        {
            var before = table[i - 256];
            table[i] = (ushort)((before >> 8) ^ table[before & 0xFF]);
        }

        return table;
    }
}
