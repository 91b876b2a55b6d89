using System.Text.Json;
using WithingsSync.Health;
using WithingsSync.Withings.Api;

namespace WithingsSync.Withings.Feeds;

/// <summary>Reads one measure of a group (withings-api.md §4.2).</summary>
internal sealed class MeasureReader(TextPool texts)
{
    private readonly ExtraFields _extra = new(texts);

    /// <param name="reader">Stands on the measure's opening brace, is left on the closing one.</param>
    public Measure Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> source)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new UnexpectedShapeException("a measure is not an object");
        }

        int type = 0, unit = 0, decimals = 0, number;
        long value = 0, whole;
        bool hasType = false, hasUnit = false, hasValue = false;
        int? position = null, fm = null;
        long? algo = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var nameStart = (int)reader.TokenStartIndex;
            var name = reader.ValueSpan;
            reader.Read();
            if (name.SequenceEqual("value"u8) && TryValue(ref reader, out value, out decimals))
            {
                hasValue = true;
            }
            else if (name.SequenceEqual("type"u8) && WireFields.TryInt32(ref reader, out type))
            {
                hasType = true;
            }
            else if (name.SequenceEqual("unit"u8) && WireFields.TryInt32(ref reader, out unit))
            {
                hasUnit = true;
            }
            else if (name.SequenceEqual("algo"u8) && JsonNumbers.TryInt64(ref reader, out whole))
            {
                algo = whole;
            }
            else if (name.SequenceEqual("fm"u8) && WireFields.TryInt32(ref reader, out number))
            {
                fm = number;
            }
            else if (name.SequenceEqual("position"u8) && WireFields.TryInt32(ref reader, out number))
            {
                position = number;
            }
            else
            {
                _extra.Keep(ref reader, source, nameStart);
            }
        }

        // A measure without its power of ten would be a wrong number, which is worse than none.
        return hasType && hasUnit && hasValue && unit is > -1000 and < 1000
            ? new(type, value, unit - decimals, position, algo, fm, _extra.Take())
            : throw new UnexpectedShapeException("a measure has no usable type, value or unit");
    }

    /// <summary>A whole number in every recording; should it come with decimals, they go to the exponent and none is lost.</summary>
    private static bool TryValue(ref Utf8JsonReader reader, out long value, out int decimals)
    {
        decimals = 0;
        if (reader.TokenType == JsonTokenType.Number && !reader.TryGetInt64(out value) && ExactDecimal.TryParse(reader.ValueSpan, out var exact))
        {
            while (!decimal.IsInteger(exact))
            {
                exact *= 10;
                decimals++;
            }

            value = exact is >= long.MinValue and <= long.MaxValue ? (long)exact : throw new UnexpectedShapeException("a measure's value is too large");
            return true;
        }

        return JsonNumbers.TryInt64(ref reader, out value);
    }
}
