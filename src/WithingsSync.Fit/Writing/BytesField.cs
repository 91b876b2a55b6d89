namespace WithingsSync.Fit.Writing;

/// <summary>Bytes without further meaning; shorter ones are filled up with 0xFF, and 0xFF alone means "invalid".</summary>
internal sealed class BytesField<T>(byte number, string name, BytesOf<T> read) : Field<T>(number, name, BaseType.Byte)
    where T : struct
{
    public override string Range => "1 to 255 bytes, not all 0xFF";

    public override bool IsPresent(in T message) => read(in message) is { IsEmpty: false };

    public override int SizeFor(in T message) => Math.Min(byte.MaxValue, read(in message)?.Length ?? 0);

    public override FieldOutcome Write(in T message, Span<byte> destination)
    {
        destination.Fill(0xFF);

        if (read(in message) is not { IsEmpty: false } bytes)
        {
            return FieldOutcome.Absent;
        }

        if (bytes.Length > destination.Length || !bytes.Span.ContainsAnyExcept((byte)0xFF))
        {
            return FieldOutcome.Refused;
        }

        bytes.Span.CopyTo(destination);
        return FieldOutcome.Written;
    }

    public override string Describe(in T message) => Convert.ToHexString((read(in message) ?? default).Span);
}
