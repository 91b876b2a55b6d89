using System.Buffers.Binary;

namespace WithingsSync.Fit.Reading;

/// <summary>Goes through the records of one file: keeps the definitions of the sixteen local numbers and the last full time stamp.</summary>
internal sealed class RecordReader(ReadOnlyMemory<byte> bytes, int start)
{
    private const int CompressedBit = 0x80;
    private const int DefinitionBit = 0x40;
    private const int DeveloperBit = 0x20;
    private const int LocalNumberMask = 0x0F;

    private readonly MessageDefinition?[] definitions = new MessageDefinition?[16];
    private readonly DeveloperFields developerFields = new();
    private readonly List<FitMessage> messages = [];
    private int position = start;
    private uint? lastTime;

    public IReadOnlyList<FitMessage> ReadAll()
    {
        while (position < bytes.Length)
        {
            var header = Take(1)[0];

            if ((header & CompressedBit) != 0)
            {
                var time = Advance(header & 0x1F);
                ReadData((header >> 5) & 0x03, time);
            }
            else if ((header & DefinitionBit) != 0)
            {
                ReadDefinition((byte)(header & LocalNumberMask), (header & DeveloperBit) != 0);
            }
            else
            {
                ReadData(header & LocalNumberMask, null);
            }
        }

        return messages;
    }

    private void ReadDefinition(byte localNumber, bool hasDeveloperFields)
    {
        var head = Take(5);
        if (head[1] > 1)
        {
            throw new FitFormatException($"A definition names byte order {head[1]}", position - 4);
        }

        var littleEndian = head[1] == 0;
        var number = littleEndian ? BinaryPrimitives.ReadUInt16LittleEndian(head[2..]) : BinaryPrimitives.ReadUInt16BigEndian(head[2..]);
        var size = 0;

        var fields = new FieldDefinition[head[4]];
        var entries = Take(3 * fields.Length);
        for (var i = 0; i < fields.Length; i++)
        {
            var entry = entries.Slice(3 * i, 3);
            fields[i] = new(entry[0], entry[1], BaseTypes.From(entry[2]), size);
            size += entry[1];
        }

        DeveloperFieldDefinition[] developer = [];
        if (hasDeveloperFields)
        {
            developer = new DeveloperFieldDefinition[Take(1)[0]];
            entries = Take(3 * developer.Length);
            for (var i = 0; i < developer.Length; i++)
            {
                var entry = entries.Slice(3 * i, 3);
                developer[i] = new(entry[0], entry[2], entry[1], size, developerFields.Find(entry[2], entry[0]));
                size += entry[1];
            }
        }

        definitions[localNumber] = new(number, localNumber, littleEndian, fields, developer, size);
    }

    private void ReadData(int localNumber, uint? compressedTime)
    {
        if (definitions[localNumber] is not { } definition)
        {
            throw new FitFormatException($"Data of local message {localNumber}, which is not defined", position - 1);
        }

        var offset = position;
        _ = Take(definition.DataSize);
        var message = new FitMessage(definition, bytes.Slice(offset, definition.DataSize), compressedTime);
        lastTime = message.Seconds ?? lastTime;
        developerFields.Learn(message);
        messages.Add(message);
    }

    // Five bits of seconds beyond the last time stamp's own five: smaller ones have passed a round of 32 (FIT protocol, "Compressed Timestamp Header").
    private uint Advance(int seconds)
    {
        if (lastTime is not { } last)
        {
            throw new FitFormatException("A compressed time stamp before any full one", position - 1);
        }

        return unchecked(last + (((uint)seconds - last) & 0x1F));
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > bytes.Length - position)
        {
            throw new FitFormatException($"A record of {count} bytes is cut short", position);
        }

        var taken = bytes.Span.Slice(position, count);
        position += count;
        return taken;
    }
}
