namespace WithingsSync.Fit.Reading;

/// <summary>One data message. Its fields are looked up in the file's bytes each time they are asked for.</summary>
public sealed class FitMessage
{
    private readonly MessageDefinition definition;
    private readonly ReadOnlyMemory<byte> data;
    private readonly uint? compressedTime;

    internal FitMessage(MessageDefinition definition, ReadOnlyMemory<byte> data, uint? compressedTime)
    {
        this.definition = definition;
        this.data = data;
        this.compressedTime = compressedTime;
    }

    /// <summary>The global message number: 30 for weight_scale.</summary>
    public int Number => definition.Number;

    /// <summary>The local number it stands under in the file, 0 to 15.</summary>
    public int LocalNumber => definition.LocalNumber;

    /// <summary>The profile's name of the message; null for one that this project does not write.</summary>
    public string? Name => FitProfile.Find(Number)?.Name;

    /// <summary>The message's instant, from its time stamp or its compressed header; null when it has none, or only a time since power on.</summary>
    public DateTimeOffset? Timestamp => Seconds is { } seconds ? FitTime.ToInstant(seconds) : null;

    /// <summary>All fields of the definition in its order, also those that hold "invalid".</summary>
    public IEnumerable<FitField> Fields => definition.Fields.Select(Read);

    /// <summary>Fields that an application defined in the file itself.</summary>
    public IEnumerable<FitDeveloperField> DeveloperFields =>
        definition.DeveloperFields.Select(own => new FitDeveloperField(
            own.DeveloperIndex,
            own.Description?.Name,
            own.Description?.Units,
            new(own.Number, own.Description?.Type, data.Slice(own.Offset, own.Size), definition.LittleEndian)));

    /// <summary>FIT seconds of the time stamp, whatever they count from.</summary>
    internal uint? Seconds => compressedTime ?? (definition.Timestamp is { } time ? Read(time).Unsigned32() : null);

    /// <summary>The field with this number; null when the definition has none. Of several the first.</summary>
    public FitField? Field(int number)
    {
        foreach (var field in definition.Fields)
        {
            if (field.Number == number)
            {
                return Read(field);
            }
        }

        return null;
    }

    /// <summary>
    /// The value of a field by the profile's name in the profile's unit, for instance kilograms of <c>weight</c>; null when it is absent or
    /// invalid, when the message or the field is not one this project writes, or when it is no number.
    /// </summary>
    public decimal? Value(string field) =>
        FitProfile.Find(Number)?.Fields.FirstOrDefault(candidate => string.Equals(candidate.Name, field, StringComparison.Ordinal)) is { } profile
            ? Field(profile.Number)?.Number() / profile.Scale
            : null;

    private FitField Read(FieldDefinition field) => new(field.Number, field.Type, data.Slice(field.Offset, field.Size), definition.LittleEndian);
}
