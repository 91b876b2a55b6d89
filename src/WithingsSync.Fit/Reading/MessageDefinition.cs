namespace WithingsSync.Fit.Reading;

/// <summary>How the data of one local message number is laid out, until it is defined anew.</summary>
internal sealed record MessageDefinition(
    ushort Number,
    byte LocalNumber,
    bool LittleEndian,
    FieldDefinition[] Fields,
    DeveloperFieldDefinition[] DeveloperFields,
    int DataSize)
{
    // The time stamp's number is the same in every message.
    private const byte TimestampField = 253;

    /// <summary>Where the time stamp stands, looked for once and not in each message.</summary>
    public FieldDefinition? Timestamp { get; } = Array.FindIndex(Fields, field => field.Number == TimestampField) is var index and >= 0 ? Fields[index] : null;
}

/// <summary>One field's place in the data; a base type this profile does not know stays null.</summary>
internal readonly record struct FieldDefinition(byte Number, byte Size, BaseType? Type, int Offset);

/// <summary>One developer field's place in the data, and what an earlier field_description said of it.</summary>
internal readonly record struct DeveloperFieldDefinition(byte Number, byte DeveloperIndex, byte Size, int Offset, FieldDescription? Description);

/// <summary>What a field_description message says (FIT profile, message 206, fields 2, 3 and 8).</summary>
internal sealed record FieldDescription(BaseType? Type, string? Name, string? Units);
