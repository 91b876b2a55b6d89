using System.Buffers.Binary;
using System.Globalization;

namespace WithingsSync.Fit.Writing;

/// <summary>A number, scaled or not. All numbers of our messages are unsigned.</summary>
internal sealed class NumberField<T> : Field<T>
    where T : struct
{
    private readonly NumberOf<T> read;
    private readonly uint smallest;
    private readonly uint largest;
    private readonly uint invalid;
    private readonly uint flags;
    private readonly int size;

    /// <summary>
    /// A field that takes stored numbers from <paramref name="smallest"/> to <paramref name="largest"/>, with or without the bits of
    /// <paramref name="flags"/>; the defaults leave out only "invalid".
    /// </summary>
    public NumberField(byte number, string name, BaseType type, NumberOf<T> read, uint scale = 1, string unit = "", uint? smallest = null, uint? largest = null, uint flags = 0)
        : base(number, name, type, scale, unit)
    {
        this.read = read;
        this.flags = flags;
        size = type.Size();
        invalid = (uint)type.Invalid();
        this.smallest = smallest ?? (invalid == 0 ? 1u : 0u);
        this.largest = largest ?? (invalid == 0 ? uint.MaxValue >> (32 - (8 * size)) : invalid - 1);
    }

    public override string Range => flags == 0 ? Between(smallest, largest) : $"{Between(smallest, largest)} or {Between(smallest | flags, largest | flags)}";

    public override bool IsPresent(in T message) => read(in message).HasValue;

    public override FieldOutcome Write(in T message, Span<byte> destination)
    {
        var value = read(in message);

        if (value is not { } given)
        {
            Store(destination, invalid);
            return FieldOutcome.Absent;
        }

        if (!DecimalScaling.TryScale(given, Scale, out var stored) || !Fits(stored & ~flags))
        {
            Store(destination, invalid);
            return FieldOutcome.Refused;
        }

        Store(destination, stored);
        return FieldOutcome.Written;
    }

    public override string Describe(in T message) => read(in message)?.ToString(CultureInfo.InvariantCulture) ?? "";

    private string Between(uint low, uint high) =>
        string.Create(CultureInfo.InvariantCulture, $"{low / (decimal)Scale} to {high / (decimal)Scale} {Unit}").TrimEnd();

    private bool Fits(uint stored) => stored >= smallest && stored <= largest;

    private void Store(Span<byte> destination, uint stored)
    {
        switch (size)
        {
            case 1:
                destination[0] = (byte)stored;
                break;
            case 2:
                BinaryPrimitives.WriteUInt16LittleEndian(destination, (ushort)stored);
                break;
            default:
                BinaryPrimitives.WriteUInt32LittleEndian(destination, stored);
                break;
        }
    }
}
