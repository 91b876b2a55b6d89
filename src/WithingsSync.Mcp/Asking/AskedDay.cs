using System.Text.Json;
using System.Text.Json.Serialization;

namespace WithingsSync.Mcp.Asking;

/// <summary>A day or moment as a client writes it, text or number; <see cref="AskedRange"/> says what it means.</summary>
[JsonConverter(typeof(AskedDayConverter))]
public readonly record struct AskedDay(string Text)
{
    /// <summary>Whether anything was written: an empty text or a null means that the parameter was left out.</summary>
    public bool IsGiven => Text is not (null or "" or "null");
}

internal sealed class AskedDayConverter : JsonConverter<AskedDay>
{
    /// <summary>What is neither text nor number stays as it was written, so that the complaint about it can show it.</summary>
    public override AskedDay Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return new(reader.GetString()!);
        }

        using var other = JsonDocument.ParseValue(ref reader);
        return new(other.RootElement.GetRawText());
    }

    public override void Write(Utf8JsonWriter writer, AskedDay value, JsonSerializerOptions options) => writer.WriteStringValue(value.Text);
}
