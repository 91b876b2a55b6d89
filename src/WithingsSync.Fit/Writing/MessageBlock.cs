using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace WithingsSync.Fit.Writing;

/// <summary>The messages of one sort, with exactly the fields that at least one of them has. Writing allocates nothing per record.</summary>
internal sealed class MessageBlock<T> : IMessageBlock
    where T : struct
{
    private readonly MessageProfile<T> profile;
    private readonly byte localNumber;
    private readonly IReadOnlyList<T> messages;
    private readonly Field<T>[] fields;
    private readonly int[] sizes;
    private readonly int recordSize;

    public MessageBlock(MessageProfile<T> profile, byte localNumber, IReadOnlyList<T> messages)
    {
        this.profile = profile;
        this.localNumber = localNumber;
        this.messages = messages is T[] or List<T> ? messages : messages.ToArray();
        fields = [.. profile.Fields.Where(IsUsed)];
        sizes = [.. fields.Select(LargestSize)];
        recordSize = 1 + sizes.Sum();
    }

    /// <summary>True when there is nothing to say: no message, or none with a value.</summary>
    public bool IsEmpty => fields.Length == 0;

    public int DefinitionSize => 6 + (3 * fields.Length);

    public int LargestDataSize => checked(recordSize * messages.Count);

    private ReadOnlySpan<T> Messages => messages is List<T> list ? CollectionsMarshal.AsSpan(list) : (T[])messages;

    public void WriteDefinition(Span<byte> destination)
    {
        destination[0] = (byte)(0x40 | localNumber);
        destination[1] = 0;
        destination[2] = 0; // little endian
        BinaryPrimitives.WriteUInt16LittleEndian(destination[3..], profile.Number);
        destination[5] = (byte)fields.Length;

        for (var i = 0; i < fields.Length; i++)
        {
            var entry = destination.Slice(6 + (3 * i), 3);
            entry[0] = fields[i].Number;
            entry[1] = (byte)sizes[i];
            entry[2] = (byte)fields[i].Type;
        }
    }

    public (int Bytes, int Records) WriteData(Span<byte> destination, ICollection<RefusedField> refused)
    {
        var position = 0;
        var records = 0;

        foreach (ref readonly var message in Messages)
        {
            if (WriteRecord(in message, destination.Slice(position, recordSize), refused))
            {
                position += recordSize;
                records++;
            }
        }

        return (position, records);
    }

    private bool WriteRecord(in T message, Span<byte> destination, ICollection<RefusedField> refused)
    {
        destination[0] = localNumber;
        var position = 1;
        var written = 0;

        for (var i = 0; i < fields.Length; i++)
        {
            var outcome = fields[i].Write(in message, destination.Slice(position, sizes[i]));
            position += sizes[i];

            if (outcome == FieldOutcome.Written)
            {
                written++;
            }
            else if (outcome == FieldOutcome.Refused)
            {
                refused.Add(new(profile.Name, fields[i].Name, fields[i].Describe(in message), fields[i].Range, profile.TimeOf?.Invoke(in message)));

                // The time stands first: without it a reading would land at a wrong time or nowhere.
                if (i == 0 && profile.TimeOf is not null)
                {
                    return false;
                }
            }
        }

        return written > (profile.TimeOf is null ? 0 : 1);
    }

    private bool IsUsed(Field<T> field)
    {
        foreach (ref readonly var message in Messages)
        {
            if (field.IsPresent(in message))
            {
                return true;
            }
        }

        return false;
    }

    private int LargestSize(Field<T> field)
    {
        if (field.Type is not (BaseType.String or BaseType.Byte))
        {
            return field.Type.Size();
        }

        var largest = 0;
        foreach (ref readonly var message in Messages)
        {
            largest = Math.Max(largest, field.SizeFor(in message));
        }

        return largest;
    }
}
