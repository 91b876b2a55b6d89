using System.Buffers.Binary;

namespace WithingsSync.Fit.Writing;

/// <summary>Puts blocks together to a file: header, the first block (file_id), the definitions of all others, their data, checksum.</summary>
internal sealed class FileAssembly
{
    private const int HeaderSize = 14;
    private const int ChecksumSize = 2;
    private const byte ProtocolVersion = 0x20; // 2.0
    private const ushort ProfileVersion = 21_202; // 21.202

    private readonly List<IMessageBlock> blocks = [];
    private IMessageBlock? last;

    /// <summary>Adds messages; a sort of message that says nothing gets no definition either. The first added is the file's first message.</summary>
    public void Add<T>(MessageProfile<T> profile, IReadOnlyList<T> messages)
        where T : struct
    {
        var block = new MessageBlock<T>(profile, (byte)blocks.Count, messages);
        last = block;

        if (!block.IsEmpty)
        {
            blocks.Add(block);
        }
    }

    /// <summary>The file. Its record count is that of the messages added last.</summary>
    public EncodedFit Finish()
    {
        var bytes = new byte[checked(HeaderSize + blocks.Sum(block => block.DefinitionSize + block.LargestDataSize) + ChecksumSize)];
        var refused = new List<RefusedField>();
        var position = HeaderSize;
        var records = 0;

        WriteDefinition(blocks[0], bytes, ref position);
        position += blocks[0].WriteData(bytes.AsSpan(position), refused).Bytes;

        foreach (var block in blocks.Skip(1))
        {
            WriteDefinition(block, bytes, ref position);
        }

        foreach (var block in blocks.Skip(1))
        {
            var (length, count) = block.WriteData(bytes.AsSpan(position), refused);
            position += length;
            records = block == last ? count : 0;
        }

        WriteHeader(bytes, position - HeaderSize);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(position), Crc16.Of(bytes.AsSpan(0, position)));
        return new(bytes.AsMemory(0, position + ChecksumSize), records, refused);
    }

    private static void WriteDefinition(IMessageBlock block, byte[] bytes, ref int position)
    {
        block.WriteDefinition(bytes.AsSpan(position, block.DefinitionSize));
        position += block.DefinitionSize;
    }

    private static void WriteHeader(Span<byte> bytes, int dataSize)
    {
        bytes[0] = HeaderSize;
        bytes[1] = ProtocolVersion;
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[2..], ProfileVersion);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[4..], (uint)dataSize);
        ".FIT"u8.CopyTo(bytes[8..]);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[12..], Crc16.Of(bytes[..12]));
    }
}
