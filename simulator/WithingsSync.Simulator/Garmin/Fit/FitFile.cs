using System.Buffers.Binary;

namespace WithingsSync.Simulator.Garmin.Fit;

/// <summary>
/// A reader of its own (sections 4.1 and 4.2), so that a mistake of the client's writer is not shared: it checks the header, both checksums, the size,
/// and keeps the whole numbers of each message by field number.
/// </summary>
internal sealed class FitFile
{
    private readonly Dictionary<int, Definition> _definitions = [];
    private readonly byte[] _bytes;
    private readonly int _end;
    private int _at;
    private uint _time;

    private FitFile(byte[] bytes, int begin, int end)
    {
        _bytes = bytes;
        _at = begin;
        _end = end;
    }

    /// <summary>The messages in the order of the file: global number and fields.</summary>
    /// <exception cref="FitBrokenException">Anything is wrong with it.</exception>
    public static IReadOnlyList<FitRecord> Read(byte[] bytes)
    {
        if (bytes.Length < 14 || bytes[0] is not (12 or 14) || !bytes.AsSpan(8, 4).SequenceEqual(".FIT"u8) || bytes[1] >> 4 is not (1 or 2))
        {
            throw new FitBrokenException("No FIT header.");
        }

        var header = bytes[0];
        var size = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(4));
        if (header + size + 2 != bytes.Length)
        {
            throw new FitBrokenException("The size in the header is not that of the file.");
        }

        if (header == 14 && BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(12)) is not 0 and var said && said != Checksum(bytes.AsSpan(0, 12)))
        {
            throw new FitBrokenException("The header's checksum is wrong.");
        }

        if (Checksum(bytes) != 0)
        {
            throw new FitBrokenException("The file's checksum is wrong.");
        }

        return new FitFile(bytes, header, bytes.Length - 2).Records();
    }

    private List<FitRecord> Records()
    {
        var records = new List<FitRecord>();
        while (_at < _end)
        {
            var head = Next();
            if ((head & 0xC0) == 0x40)
            {
                _definitions[head & 0x0F] = ReadDefinition(hasDeveloperFields: (head & 0x20) != 0);
                continue;
            }

            var isCompressed = (head & 0x80) != 0;
            var local = isCompressed ? (head >> 5) & 0x03 : head & 0x0F;
            var record = ReadData(_definitions.GetValueOrDefault(local) ?? throw new FitBrokenException("Data before its definition."));
            if (isCompressed)
            {
                _time += (uint)(((head & 0x1F) - _time) & 0x1F);
                record.Fields[253] = _time;
            }
            else if (record.Fields.TryGetValue(253, out var time))
            {
                _time = (uint)time;
            }

            records.Add(record);
        }

        return records;
    }

    private Definition ReadDefinition(bool hasDeveloperFields)
    {
        Next();
        var isBig = Next() switch { 0 => false, 1 => true, _ => throw new FitBrokenException("Neither little nor big endian.") };
        var number = (int)Number(Take(2), isBig);
        var fields = new (int Number, int Size, byte Type)[Next()];
        for (var i = 0; i < fields.Length; i++)
        {
            fields[i] = (Next(), Next(), Next());
            if (SizeOf(fields[i].Type) is 0)
            {
                throw new FitBrokenException("An unknown base type.");
            }
        }

        var developer = 0;
        for (var left = hasDeveloperFields ? Next() : 0; left > 0; left--)
        {
            Next();
            developer += Next();
            Next();
        }

        return new(number, isBig, fields, developer);
    }

    private FitRecord ReadData(Definition definition)
    {
        var record = new FitRecord(definition.Number, []);
        foreach (var (number, size, type) in definition.Fields)
        {
            var value = Take(size);
            if (size == SizeOf(type) && IsWholeNumber(type) && Number(value, definition.IsBig) is var whole && !IsInvalid(type, whole))
            {
                record.Fields[number] = (long)whole;
            }
        }

        Take(definition.DeveloperBytes);
        return record;
    }

    private byte Next() => Take(1)[0];

    private ReadOnlySpan<byte> Take(int count)
    {
        if (_at + count > _end)
        {
            throw new FitBrokenException("A record ends behind the end.");
        }

        _at += count;
        return _bytes.AsSpan(_at - count, count);
    }

    private static ulong Number(ReadOnlySpan<byte> bytes, bool isBig)
    {
        ulong number = 0;
        for (var i = 0; i < bytes.Length; i++)
        {
            number = (number << 8) | bytes[isBig ? i : bytes.Length - 1 - i];
        }

        return number;
    }

    private static int SizeOf(byte type) => type switch
    {
        0x00 or 0x01 or 0x02 or 0x07 or 0x0A or 0x0D => 1,
        0x83 or 0x84 or 0x8B => 2,
        0x85 or 0x86 or 0x88 or 0x8C => 4,
        0x89 or 0x8E or 0x8F or 0x90 => 8,
        _ => 0,
    };

    /// <summary>Those without a sign; none of the fields that are looked at has one.</summary>
    private static bool IsWholeNumber(byte type) => type is 0x00 or 0x02 or 0x84 or 0x86 or 0x0A or 0x8B or 0x8C;

    private static bool IsInvalid(byte type, ulong value) => type switch
    {
        0x0A or 0x8B or 0x8C => value == 0,
        0x00 or 0x02 => value == 0xFF,
        0x84 => value == 0xFFFF,
        _ => value == 0xFFFFFFFF,
    };

    /// <summary>CRC-16/ARC, bit by bit; over data and its own checksum it is 0.</summary>
    private static ushort Checksum(ReadOnlySpan<byte> bytes)
    {
        var crc = 0;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xA001;
            }
        }

        return (ushort)crc;
    }

    private sealed record Definition(int Number, bool IsBig, (int Number, int Size, byte Type)[] Fields, int DeveloperBytes);
}

/// <summary>A data message: its global number, and the valid whole numbers in it by field number.</summary>
internal sealed record FitRecord(int Number, Dictionary<int, long> Fields)
{
    public long? this[int field] => Fields.TryGetValue(field, out var value) ? value : null;
}
