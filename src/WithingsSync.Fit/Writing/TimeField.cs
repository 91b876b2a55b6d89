using System.Buffers.Binary;
using System.Globalization;

namespace WithingsSync.Fit.Writing;

/// <summary>An instant, as FIT's count of seconds.</summary>
internal sealed class TimeField<T>(byte number, string name, TimeOf<T> read) : Field<T>(number, name, BaseType.UInt32, unit: "s")
    where T : struct
{
    public override string Range => $"{Text(FitTime.Earliest)} to {Text(FitTime.Latest)}";

    public override bool IsPresent(in T message) => read(in message).HasValue;

    public override FieldOutcome Write(in T message, Span<byte> destination)
    {
        var seconds = uint.MaxValue;
        var outcome = read(in message) switch
        {
            null => FieldOutcome.Absent,
            { } instant when FitTime.TryFrom(instant, out seconds) => FieldOutcome.Written,
            _ => FieldOutcome.Refused,
        };
        BinaryPrimitives.WriteUInt32LittleEndian(destination, seconds);
        return outcome;
    }

    public override string Describe(in T message) => read(in message) is { } instant ? Text(instant) : "";

    private static string Text(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
