namespace WithingsSync.Fit.Writing;

/// <summary>What the FIT profile says of one field: stored number = value × <paramref name="scale"/>, rounded to nearest, halves up.</summary>
internal abstract class FieldProfile(byte number, string name, BaseType type, uint scale = 1, string unit = "")
{
    public byte Number { get; } = number;

    public string Name { get; } = name;

    public BaseType Type { get; } = type;

    public uint Scale { get; } = scale;

    public string Unit { get; } = unit;
}

/// <summary>One field of a message: finds its value in a <typeparamref name="T"/> and writes it.</summary>
internal abstract class Field<T>(byte number, string name, BaseType type, uint scale = 1, string unit = "") : FieldProfile(number, name, type, scale, unit)
    where T : struct
{
    /// <summary>What may be written, in words.</summary>
    public abstract string Range { get; }

    public abstract bool IsPresent(in T message);

    /// <summary>Bytes the field needs for this message.</summary>
    public virtual int SizeFor(in T message) => Type.Size();

    /// <summary>Fills the whole of <paramref name="destination"/>, with the "invalid" value unless the outcome is <see cref="FieldOutcome.Written"/>.</summary>
    public abstract FieldOutcome Write(in T message, Span<byte> destination);

    /// <summary>The value as given, for a refusal.</summary>
    public abstract string Describe(in T message);
}

internal enum FieldOutcome
{
    Absent,
    Written,
    Refused,
}

internal delegate decimal? NumberOf<T>(in T message)
    where T : struct;

internal delegate DateTimeOffset? TimeOf<T>(in T message)
    where T : struct;

internal delegate string? TextOf<T>(in T message)
    where T : struct;

internal delegate ReadOnlyMemory<byte>? BytesOf<T>(in T message)
    where T : struct;
