using System.Text.Json;
using WithingsSync.Withings.Api;

namespace WithingsSync.Withings.Feeds;

/// <summary>Values as the fast reader meets them. Each returns false for a value of another kind, which is then skipped and kept as it came.</summary>
internal static class WireFields
{
    public static bool TryInt32(ref Utf8JsonReader reader, out int number)
    {
        var isNumber = JsonNumbers.TryInt64(ref reader, out var whole) && whole is >= int.MinValue and <= int.MaxValue;
        number = isNumber ? (int)whole : 0;
        return isNumber;
    }

    public static bool TryMoment(ref Utf8JsonReader reader, out DateTimeOffset moment)
    {
        moment = default;
        return JsonNumbers.TryInt64(ref reader, out var seconds) && Moments.TryFrom(seconds, out moment);
    }

    public static bool TryText(ref Utf8JsonReader reader, TextPool texts, out string? text)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            text = reader.ValueIsEscaped ? reader.GetString() : texts.Get(reader.ValueSpan);
            return true;
        }

        text = null;
        reader.Skip();
        return false;
    }
}
