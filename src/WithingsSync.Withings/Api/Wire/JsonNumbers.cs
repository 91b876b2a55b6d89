using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace WithingsSync.Withings.Api;

/// <summary>Numbers of an answer, which sometimes arrive as text (withings-api.md §1.5); nothing is ever rounded.</summary>
internal static class JsonNumbers
{
    /// <summary>The whole number the reader stands on. A value that is none is skipped, and false is returned.</summary>
    public static bool TryInt64(ref Utf8JsonReader reader, out long number)
    {
        if (reader.TokenType == JsonTokenType.Number)
        {
            return reader.TryGetInt64(out number) || (ExactDecimal.TryParse(reader.ValueSpan, out var exact) && TryWhole(exact, out number));
        }

        if (reader.TokenType == JsonTokenType.String)
        {
            var span = reader.ValueSpan;
            return Utf8Parser.TryParse(span, out number, out var used) && used == span.Length && used > 0;
        }

        reader.Skip();
        number = 0;
        return false;
    }

    public static bool TryInt64(JsonElement element, out long number)
    {
        number = 0;
        return TryDecimal(element, out var exact) && TryWhole(exact, out number);
    }

    /// <summary>A number, or a text that is one, exactly.</summary>
    public static bool TryDecimal(JsonElement element, out decimal number)
    {
        number = 0;
        return element.ValueKind switch
        {
            JsonValueKind.Number => ExactDecimal.TryParse(JsonMarshal.GetRawUtf8Value(element), out number),
            JsonValueKind.String => element.GetString() is { Length: > 0 and <= 64 } text && ExactDecimal.TryParse(Encoding.UTF8.GetBytes(text), out number),
            _ => false,
        };
    }

    private static bool TryWhole(decimal exact, out long number)
    {
        var isWhole = decimal.IsInteger(exact) && exact is >= long.MinValue and <= long.MaxValue;
        number = isWhole ? (long)exact : 0;
        return isWhole;
    }
}
