using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace WithingsSync.Fit.Writing;

/// <summary>A text: UTF-8 with a closing zero byte. An empty text is the same as none.</summary>
internal sealed class TextField<T>(byte number, string name, TextOf<T> read) : Field<T>(number, name, BaseType.String)
    where T : struct
{
    private const int LongestField = byte.MaxValue;

    public override string Range => "1 to 254 bytes of UTF-8 without a zero";

    public override bool IsPresent(in T message) => !string.IsNullOrEmpty(read(in message));

    public override int SizeFor(in T message) => Math.Min(LongestField, Encoding.UTF8.GetByteCount(read(in message) ?? "") + 1);

    public override FieldOutcome Write(in T message, Span<byte> destination)
    {
        destination.Clear();
        var text = read(in message);

        if (string.IsNullOrEmpty(text))
        {
            return FieldOutcome.Absent;
        }

        if (!text.Contains('\0', StringComparison.Ordinal)
            && Utf8.FromUtf16(text, destination[..^1], out _, out _, replaceInvalidSequences: false) == OperationStatus.Done)
        {
            return FieldOutcome.Written;
        }

        destination.Clear();
        return FieldOutcome.Refused;
    }

    public override string Describe(in T message) => $"\"{read(in message)}\"";
}
